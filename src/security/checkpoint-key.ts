import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { ensureSecretFile } from './secret-file.ts';
import { SetupProblem } from './setup-problem.ts';

const fileName = 'checkpoint.key';

/** Signs notes about the audit chain; the private half never leaves the folder of secrets. */
export interface CheckpointKey {
  /** First 16 hex digits of the SHA-256 of the public half (SPKI, DER). */
  readonly id: string;
  /** Public half as PEM: whoever has it can verify. */
  readonly publicPem: string;
  sign(text: string): Buffer;
}

/** The Ed25519 key (RFC 8032) of this home, made at the first start. */
export function openCheckpointKey(secretsFolder: string): CheckpointKey {
  const { text } = ensureSecretFile(secretsFolder, fileName, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = parse(text);
  const publicKey = createPublicKey(privateKey);
  return {
    id: publicKeyId(publicKey),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (signed) => sign(null, Buffer.from(signed, 'utf8'), privateKey),
  };
}

/** What verifies the signatures of one key; null if the text is no public key of ours. */
export function checkpointVerifier(
  publicPem: string,
): { readonly id: string; verify(text: string, signature: Buffer): boolean } | null {
  try {
    const publicKey = createPublicKey(publicPem);
    if (publicKey.asymmetricKeyType !== 'ed25519') return null;
    return {
      id: publicKeyId(publicKey),
      verify: (text, signature) => verify(null, Buffer.from(text, 'utf8'), publicKey, signature),
    };
  } catch {
    return null;
  }
}

function publicKeyId(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function parse(text: string): KeyObject {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The parser's own message could quote the file.
  }
  throw new SetupProblem(`${fileName} is no Ed25519 key: put the original file back`);
}
