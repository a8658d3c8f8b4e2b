import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import englishLocale from 'antd/locale/en_GB';
import chineseLocale from 'antd/locale/zh_CN';
import { type ComponentType, lazy, Suspense } from 'react';
import { problemOf } from '../api/problem.ts';
import { pageLanguage } from '../i18n/language.ts';
import { SayContext, sayIn } from '../i18n/say.ts';
import { Loading } from '../parts/loading.tsx';
import { PageMissing } from '../parts/page-missing.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { usePath } from './navigation.tsx';
import { findRoute, type PageName } from './routes.ts';
import { banyanTheme } from './theme.ts';

export interface PageProps {
  /** The identifier in the address. */
  readonly id: string;
}

/** Each page is a file of its own that is loaded when it is first shown. */
const pages: Readonly<Record<PageName, ComponentType<PageProps>>> = {
  queue: lazy(() => import('../pages/queue-page.tsx')),
  aftercare: lazy(() => import('../pages/aftercare-page.tsx')),
  'aftercare-case': lazy(() => import('../pages/aftercare-case-page.tsx')),
  'look-backs': lazy(() => import('../pages/look-backs-page.tsx')),
  'look-back': lazy(() => import('../pages/look-back-page.tsx')),
  administration: lazy(() => import('../pages/administration-page.tsx')),
  models: lazy(() => import('../pages/models-page.tsx')),
  model: lazy(() => import('../pages/model-page.tsx')),
  reports: lazy(() => import('../pages/reports-page.tsx')),
  report: lazy(() => import('../pages/report-page.tsx')),
  runs: lazy(() => import('../pages/runs-page.tsx')),
  batch: lazy(() => import('../pages/batch-page.tsx')),
  sample: lazy(() => import('../pages/sample-page.tsx')),
};

const retriesMax = 3;
const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < retriesMax && problemOf(error).isPassing,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: (count, error) => count < retriesMax && problemOf(error).isPassing },
  },
});
const language = pageLanguage();
const say = sayIn(language);

/** The whole page: language, theme, what was asked, the frame, and the page at this address. */
export function App() {
  return (
    <SayContext value={say}>
      <ConfigProvider
        theme={banyanTheme}
        locale={language === 'zh' ? chineseLocale : englishLocale}
        button={{ autoInsertSpace: false }}
      >
        <QueryClientProvider client={client}>
          <Frame>
            <CurrentPage />
          </Frame>
        </QueryClientProvider>
      </ConfigProvider>
    </SayContext>
  );
}

function CurrentPage() {
  const path = usePath();
  const route = findRoute(path);
  if (!route) return <PageMissing />;
  const Page = pages[route.page];
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<Loading />}>
        <Page id={route.id} />
      </Suspense>
    </ErrorBoundary>
  );
}
