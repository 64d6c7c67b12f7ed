import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { api } from '../api/calls.js';
import { ApiError } from '../api/errors.js';
import type { Me } from '../api/types.js';
import { meOrKept } from '../offline/offline.js';
import { FailedPage, Loading } from '../ui/failure.js';
import { SignIn } from './sign-in.js';

const Session = createContext<Me | null>(null);

/** The signed-in person. Only below `SignedIn`. */
export const useMe = (): Me => {
  const me = useContext(Session);
  if (!me) throw new Error('no person is signed in here');
  return me;
};

/** After a session expires, the screens of the person stay, with what was typed. */
export const SignedIn = ({ children }: { readonly children: ReactNode }) => {
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => meOrKept(api.me),
    staleTime: Infinity,
    retry: false,
  });
  if (me.data) return <Session value={me.data}>{children}</Session>;
  if (me.isPending) return <Loading />;
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn />;
  return (
    <main>
      <FailedPage error={me.error} onRetry={() => void me.refetch()} />
    </main>
  );
};
