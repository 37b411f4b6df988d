import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { whenSignedOut } from '@/api/client';
import { sessionQuery } from '@/lib/session';
import { theme } from '@/theme/theme';
import { Toasts } from '@/ui/toasts';
import { OfflineBanner } from './OfflineBanner';
import { makeQueryClient } from './queryClient';
import { makeRouter } from './router';

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);

whenSignedOut(() => {
  const session = queryClient.getQueryData(sessionQuery.queryKey);
  if (session === undefined || session.user !== null) {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }).then(() => router.invalidate());
  }
});

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <OfflineBanner />
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
