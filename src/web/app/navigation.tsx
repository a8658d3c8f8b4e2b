import { type ComponentProps, type MouseEvent, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  addEventListener('popstate', tell);
  return () => {
    listeners.delete(tell);
    removeEventListener('popstate', tell);
  };
}

/** The path that is shown. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** Goes to another page without loading the document anew. */
export function navigate(path: string): void {
  history.pushState(null, '', path);
  scrollTo(0, 0);
  for (const tell of listeners) tell();
}

/** A link to one of our pages; with a modifier key it opens as the browser would. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  const follow = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!isPlain || event.altKey || event.defaultPrevented) return;
    event.preventDefault();
    navigate(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}
