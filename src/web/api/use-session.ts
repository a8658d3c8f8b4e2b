import { useQuery } from '@tanstack/react-query';
import type { SessionAnswer } from '../../http/schemas/identity.ts';
import { call, type Json } from './call.ts';
import { queryKeys } from './query-keys.ts';

type Session = Json<SessionAnswer>;

/** Who is signed in; undefined until it is known. */
export function useSession(): Session | undefined {
  const { data } = useQuery({
    queryKey: queryKeys.session,
    queryFn: ({ signal }) => call<SessionAnswer>('/api/v1/session', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
