import type { RouteOptions } from 'fastify';

/** Every other address is a page of the front end: that one says nothing about the methods of an address. */
const PAGES = '/*';

/** The methods that each address answers, learned from the routes as they are added. */
export class AllowedMethods {
  private readonly routes: { readonly address: RegExp; readonly methods: readonly string[] }[] = [];

  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    if (url === PAGES) return;
    const steps = url
      .split('/')
      .map((step) => (step.startsWith(':') ? '[^/]+' : step.replaceAll('.', '\\.')));
    this.routes.push({ address: new RegExp(`^${steps.join('/')}$`), methods: [method].flat() });
  }

  /** Sorted; none for an address that nothing answers. */
  of(path: string): readonly string[] {
    const found = this.routes.filter(({ address }) => address.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  }
}
