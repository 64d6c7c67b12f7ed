import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { mayRetry } from '../api/client.js';
import { campaignsQuery, formQuery, questionnaireQuery } from '../api/queries.js';
import { useLanguage } from '../i18n/language.js';
import { ListPage } from '../list/list-page.js';
import { SignedIn } from '../session/session.js';
import { Loading } from '../ui/failure.js';
import { NotFound } from './not-found.js';
import { Shell } from './shell.js';

const loadForm = () => import('../form/form-page.js');
const FormPage = lazy(loadForm);
const PrintPage = lazy(() => import('../form/print-page.js'));
const ProvincePage = lazy(() => import('../province/province-page.js'));
const AuditPage = lazy(() => import('../audit/audit-page.js'));
const TrailPage = lazy(() => import('../audit/trail-page.js'));
const TimesPage = lazy(() => import('../audit/times-page.js'));
const ReadingsPage = lazy(() => import('../audit/readings-page.js'));
const PeoplePage = lazy(() => import('../people/people-page.js'));
const CampaignsPage = lazy(() => import('../campaigns/campaigns-page.js'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && mayRetry(error),
      staleTime: 5_000,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

// On a slow line each round trip counts: a page opened at a form asks for all it needs at once, not one after the other.
const opened = /^\/surveys\/(\d{4})\/(\d+)/.exec(window.location.pathname);
if (opened) {
  const [year, lao] = [Number(opened[1]), opened[2] ?? ''];
  void loadForm();
  const asked = [
    queries.query(formQuery(year, lao)),
    queries.query(questionnaireQuery(year)),
    queries.query(campaignsQuery),
  ];
  // What fails here is asked again by the page, which says so.
  void Promise.allSettled(asked);
}

export const App = () => (
  <I18nProvider locale={useLanguage() === 'en' ? 'en-GB' : 'th-TH'}>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <SignedIn>
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route element={<Shell />}>
                <Route index element={<Navigate to="/surveys" replace />} />
                <Route path="surveys" element={<ListPage />} />
                <Route path="surveys/:year/:lao/:aspect?" element={<FormPage />} />
                <Route path="print/:year/:lao" element={<PrintPage />} />
                <Route path="provinces/:province/:year?" element={<ProvincePage />} />
                <Route path="audit/readings" element={<ReadingsPage />} />
                <Route path="audit/:year?" element={<TrailPage />} />
                <Route path="audit/:year/certifications" element={<TimesPage />} />
                <Route path="audit/:year/province/:province" element={<TrailPage />} />
                <Route path="audit/:year/province/:province/certifications" element={<TimesPage />} />
                <Route path="audit/:year/:lao" element={<AuditPage />} />
                <Route path="people" element={<PeoplePage />} />
                <Route path="campaigns" element={<CampaignsPage />} />
                <Route path="*" element={<NotFound />} />
              </Route>
            </Routes>
          </Suspense>
        </SignedIn>
      </BrowserRouter>
    </QueryClientProvider>
  </I18nProvider>
);
