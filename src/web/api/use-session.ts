import { useQuery } from '@tanstack/react-query';
import type { Permission, SessionAnswer } from '../../http/schemas/identity.ts';
import { call, type Json } from './call.ts';
import { queryKeys } from './query-keys.ts';

export type Session = Json<SessionAnswer>;

/** Who is signed in; undefined until it is known. */
export function useSession(): Session | undefined {
  const { data } = useQuery({
    queryKey: queryKeys.session,
    queryFn: ({ signal }) => call<SessionAnswer>('/api/v1/session', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Whether whoever is signed in may do something; the service decides anew at every request. */
export function mayIn(session: Session | undefined, permission: Permission): boolean {
  return session?.permissions.includes(permission) ?? false;
}
