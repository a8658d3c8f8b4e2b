import { describe, expect, it } from 'vitest';
import { html } from '../../../src/http/pages/html.ts';
import { chooseLanguage } from '../../../src/http/pages/language.ts';
import { sayIn } from '../../../src/http/pages/messages.ts';

const attack = '<script>alert("x")</script>';

describe('html', () => {
  it('escapes every value that is not html itself', () => {
    const part = html`<b>${attack}</b>`;
    expect(part.html).toBe('<b>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</b>');
    expect(html`${[part, null, false, 3]}${undefined}`.html).toBe(`${part.html}3`);
  });
});

describe('the language', () => {
  it.each([
    [{ query: 'en', cookie: 'zh' }, 'en'],
    [{ cookie: 'en', header: 'zh-CN' }, 'en'],
    [{ header: 'fr-FR, en;q=0.8, zh;q=0.5' }, 'en'],
    [{ query: 'xx', header: 'de' }, 'zh'],
  ] as const)('of %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });

  it('shows a word nobody translated as it is', () => {
    expect(sayIn('zh')('low-risk')).toBe('低风险');
    expect(sayIn('en')('toString')).toBe('toString');
  });
});
