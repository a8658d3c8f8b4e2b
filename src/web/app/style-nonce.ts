/**
 * Lets the style sheets that our components make pass the page's policy: each `style` element made
 * by script carries the nonce of this answer. antd takes a nonce, parts below it (dialogs' scroll
 * lock, tables' scroll bars) do not, so it is given where all of them make their elements.
 */
export function giveStyleNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
