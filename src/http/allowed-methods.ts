import type { RouteOptions } from 'fastify';

/** The route of the front end's pages, which matches every other address. It does not show which methods an address allows. */
const PAGES = '/*';

/** The methods that each address allows, collected as routes are added. */
export class AllowedMethods {
  private readonly routes: { readonly address: RegExp; readonly methods: readonly string[] }[] = [];

  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    if (url === PAGES) return;
    const steps = url
      .split('/')
      .map((step) => (step.startsWith(':') ? '[^/]+' : step.replaceAll('.', '\\.')));
    this.routes.push({ address: new RegExp(`^${steps.join('/')}$`), methods: [method].flat() });
  }

  /** Sorted; empty when no route matches the address. */
  of(path: string): readonly string[] {
    const found = this.routes.filter(({ address }) => address.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  }
}
