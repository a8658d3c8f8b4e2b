import type { ColumnType, Generated } from 'kysely';

interface ActorTable {
  id: string;
  kind: string;
  name: string;
  display_name: string;
  created_at: Generated<Date>;
}

interface ApiKeyTable {
  id: string;
  role: string;
  revoked_at: Date | null;
}

interface ApiKeySecretTable {
  key_sha256: Buffer;
  api_key_id: string;
  prefix: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

interface IdempotentAnswerTable {
  actor_id: string;
  idempotency_key: string;
  request_sha256: Buffer;
  status: number;
  content_type: string;
  body: string;
  created_at: Generated<Date>;
}

interface StaffTable {
  id: string;
  roles: string[];
  licence_number: string | null;
  licence_from: string | null;
  licence_to: string | null;
  active: Generated<boolean>;
  password_hash: string | null;
  must_change_password: Generated<boolean>;
  totp_sealed: Buffer | null;
  totp_last_step: number | null;
  oidc_subject: string | null;
}

interface RecoveryCodeTable {
  staff_id: string;
  code_sha256: Buffer;
  used_at: Date | null;
}

interface StaffGrantTable {
  id: string;
  staff_id: string;
  permission: string;
  reason: string;
  granted_by: string;
  granted_at: Date;
  expires_at: Date;
}

interface StaffSessionTable {
  id: string;
  token_sha256: Buffer;
  staff_id: string;
  factor_at: Date | null;
  enrolment_sealed: Buffer | null;
  started_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

interface SignInThrottleTable {
  subject: Buffer;
  failures: number;
  locked_until: Date;
  last_failed_at: Date;
}

interface OauthClientTable {
  id: string;
  jwks: ColumnType<Record<string, unknown>, string, string>;
  revoked_at: Date | null;
}

interface OauthTokenTable {
  token_sha256: Buffer;
  client_id: string;
  scope: string;
  expires_at: Date;
}

interface OauthAssertionTable {
  client_id: string;
  jti_sha256: Buffer;
  expires_at: Date;
}

/** The tables of who may call. */
export interface IdentityTables {
  actor: ActorTable;
  api_key: ApiKeyTable;
  api_key_secret: ApiKeySecretTable;
  idempotent_answer: IdempotentAnswerTable;
  staff: StaffTable;
  recovery_code: RecoveryCodeTable;
  staff_grant: StaffGrantTable;
  staff_session: StaffSessionTable;
  sign_in_throttle: SignInThrottleTable;
  oauth_client: OauthClientTable;
  oauth_token: OauthTokenTable;
  oauth_assertion: OauthAssertionTable;
}
