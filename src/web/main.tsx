import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { giveStyleNonce } from './app/style-nonce.ts';
import './page.css';

giveStyleNonce();
const address = new URL(location.href);
// The language is remembered by now; a link that is passed on should not carry it.
if (address.searchParams.has('lang')) {
  address.searchParams.delete('lang');
  history.replaceState(null, '', address);
}
const root = document.getElementById('page');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
