/** Leads to the door for the second factor, and from there back to this page. */
export function startSigning(): void {
  location.assign(`/second-factor?to=${encodeURIComponent(location.pathname)}`);
}
