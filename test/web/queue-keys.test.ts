import { describe, expect, it } from 'vitest';
import { keyOf, queueKey } from '../../src/web/parts/queue-keys.ts';
import { isSigningOpen } from '../../src/web/parts/signing-session.ts';

const pressed = { ctrlKey: false, metaKey: false, altKey: false, repeat: false } as const;
const onPage = (key: string) => queueKey({ ...pressed, key, place: 'page' });
const inText = (key: string, ctrlKey = false) =>
  queueKey({ ...pressed, ctrlKey, key, place: 'text' });

describe('queueKey', () => {
  it('knows every key that stands on the page', () => {
    const names = { Esc: 'Escape' } as Record<string, string>;
    for (const key of Object.values(keyOf)) expect(onPage(names[key] ?? key), key).not.toBeNull();
    expect(onPage('a')).toEqual({ act: 'stage', verb: 'approve' });
    expect(onPage('S')).toEqual({ act: 'stage', verb: 'sign' });
    expect(onPage('x')).toBeNull();
    expect(onPage('constructor')).toBeNull();
  });

  it('leaves what is typed alone, but for leaving the field and confirming', () => {
    for (const key of ['a', 'j', 'Enter', 's', 'ArrowDown']) expect(inText(key), key).toBeNull();
    expect(inText('Escape')).toEqual({ act: 'cancel' });
    expect(inText('Enter', true)).toEqual({ act: 'confirm' });
  });

  it('leaves the browser its own chords, dialogs theirs, and buttons their Enter', () => {
    expect(queueKey({ ...pressed, key: 'r', ctrlKey: true, place: 'page' })).toBeNull();
    expect(queueKey({ ...pressed, key: 'a', place: 'dialog' })).toBeNull();
    expect(queueKey({ ...pressed, key: 'Enter', place: 'control' })).toBeNull();
    expect(queueKey({ ...pressed, key: 'j', place: 'control' })).toEqual({ act: 'next' });
  });

  it('repeats a move but no decision while a key is held down', () => {
    const held = { ...pressed, repeat: true, place: 'page' } as const;
    expect(queueKey({ ...held, key: 'j' })).toEqual({ act: 'next' });
    for (const key of ['a', 'Enter', 's']) expect(queueKey({ ...held, key })).toBeNull();
  });
});

describe('isSigningOpen', () => {
  it('holds for a quarter of an hour after the second factor, less a moment', () => {
    const at = Date.parse('2026-04-23T02:00:00Z');
    const session = { factorAt: '2026-04-23T02:00:00Z' };
    expect(isSigningOpen(session, at + 14 * 60_000)).toBe(true);
    expect(isSigningOpen(session, at + 15 * 60_000)).toBe(false);
    expect(isSigningOpen({ factorAt: null }, at)).toBe(false);
  });
});
