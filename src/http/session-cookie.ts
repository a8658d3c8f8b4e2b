import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Config } from '../config.ts';

/**
 * Name of the session's cookie. Behind TLS it carries the prefix with which browsers refuse to take
 * it from another host or an insecure page.
 */
export function sessionCookie({ publicUrl }: Config): string {
  return isSecure(publicUrl) ? '__Host-banyan_session' : 'banyan_session';
}

/** No script reads it, no other site sends it; it ends with the browser, or before. */
export function sessionCookieOptions({ publicUrl }: Config): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(publicUrl) };
}

function isSecure(publicUrl: string | null): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}
