/**
 * Which algorithms a home seals, looks up and chains with: AES-256-GCM, HMAC-SHA-256 and SHA-256,
 * or SM4-CTR with HMAC-SM3 (GB/T 32907-2016, GB/T 32905-2016) where the law asks for them. A home
 * keeps the suite it was made with.
 */
export const cryptoSuites = ['standard', 'sm'] as const;

export type CryptoSuite = (typeof cryptoSuites)[number];

/** The hash of each suite, as Node names it; both give 32 bytes. */
export const hashName: Readonly<Record<CryptoSuite, string>> = { standard: 'sha256', sm: 'sm3' };
