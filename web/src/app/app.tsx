import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { BrowserRouter, Route, Routes } from 'react-router';
import { mayRetry } from '../api/errors.js';
import { campaignsQuery, formQuery, questionnaireQuery } from '../api/queries.js';
import { useLanguage } from '../i18n/language.js';
import { SignedIn } from '../session/session.js';
import { Home } from './home.js';
import { NotFound } from './not-found.js';
import { Only } from './only.js';
import { Page } from './page.js';
import { Shell } from './shell.js';

const loadList = () => import('../list/list-page.js');
const loadForm = () => import('../form/form-page.js');
const loadTrail = () => import('../audit/trail-page.js');
const loadTimes = () => import('../audit/times-page.js');

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

// On a slow line each round trip counts: a page that opens at a form sends all its requests at once.
const opened = /^\/surveys\/(\d{4})\/(\d+)/.exec(window.location.pathname);
if (opened) {
  const [year, lao] = [Number(opened[1]), opened[2] ?? ''];
  const asked = [
    loadForm(),
    queries.query(formQuery(year, lao)),
    queries.query(questionnaireQuery(year)),
    queries.query(campaignsQuery),
  ];
  // The page repeats a request that fails here, and shows its failure.
  void Promise.allSettled(asked);
}

// The list is where most visits begin.
if (/^\/(surveys)?$/.test(window.location.pathname)) void Promise.allSettled([loadList()]);

export const App = () => (
  <I18nProvider locale={useLanguage() === 'en' ? 'en-GB' : 'th-TH'}>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <SignedIn>
          <Routes>
            <Route element={<Shell />}>
              <Route index element={<Home />} />
              <Route path="surveys" element={<Page name="list" load={loadList} />} />
              <Route path="surveys/:year/:lao/:aspect?" element={<Page name="form" load={loadForm} />} />
              <Route
                path="print/:year/:lao"
                element={<Page name="print" load={() => import('../form/print-page.js')} />}
              />
              <Route
                path="results/:year?"
                element={<Page name="results" load={() => import('../results/results-page.js')} />}
              />
              <Route
                path="results/:year/laos/:lao"
                element={<Page name="result" load={() => import('../results/lao-page.js')} />}
              />
              <Route element={<Only roles={['province', 'auditor', 'admin']} />}>
                <Route
                  path="results/:year/laos"
                  element={<Page name="laos-behind" load={() => import('../results/behind-page.js')} />}
                />
                <Route
                  path="provinces/:province/:year?"
                  element={<Page name="province" load={() => import('../province/province-page.js')} />}
                />
                <Route
                  path="provinces/:province/:year/review/:lao"
                  element={<Page name="review" load={() => import('../review/review-page.js')} />}
                />
                <Route
                  path="provinces/:province/:year/difference"
                  element={
                    <Page name="province-difference" load={() => import('../difference/province-page.js')} />
                  }
                />
                <Route
                  path="progress/:year?"
                  element={<Page name="progress" load={() => import('../progress/progress-page.js')} />}
                />
                <Route path="audit/:year?" element={<Page name="trail" load={loadTrail} />} />
                <Route
                  path="audit/:year/province/:province"
                  element={<Page name="trail" load={loadTrail} />}
                />
                <Route path="audit/:year/certifications" element={<Page name="times" load={loadTimes} />} />
                <Route
                  path="audit/:year/province/:province/certifications"
                  element={<Page name="times" load={loadTimes} />}
                />
              </Route>
              <Route
                path="audit/:year/:lao"
                element={<Page name="audit" load={() => import('../audit/audit-page.js')} />}
              />
              <Route
                path="audit/:year/:lao/difference"
                element={<Page name="difference" load={() => import('../difference/survey-page.js')} />}
              />
              <Route
                path="tokens"
                element={<Page name="tokens" load={() => import('../tokens/tokens-page.js')} />}
              />
              <Route element={<Only roles={['auditor', 'admin']} />}>
                <Route
                  path="audit/readings"
                  element={<Page name="readings" load={() => import('../audit/readings-page.js')} />}
                />
                <Route
                  path="questionnaires"
                  element={
                    <Page
                      name="questionnaires"
                      load={() => import('../questionnaires/questionnaires-page.js')}
                    />
                  }
                />
                <Route
                  path="questionnaires/:version"
                  element={<Page name="version" load={() => import('../questionnaires/version-page.js')} />}
                />
              </Route>
              <Route element={<Only roles={['admin']} />}>
                <Route
                  path="home"
                  element={<Page name="home" load={() => import('../campaigns/home-page.js')} />}
                />
                <Route
                  path="people"
                  element={<Page name="people" load={() => import('../people/people-page.js')} />}
                />
                <Route
                  path="campaigns"
                  element={<Page name="campaigns" load={() => import('../campaigns/campaigns-page.js')} />}
                />
                <Route
                  path="questionnaires/draft"
                  element={<Page name="draft" load={() => import('../questionnaires/draft-page.js')} />}
                />
              </Route>
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
        </SignedIn>
      </BrowserRouter>
    </QueryClientProvider>
  </I18nProvider>
);
