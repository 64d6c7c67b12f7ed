import { randomUUID } from 'node:crypto';

/** A save as its sender knows it. The same key is sent until an answer comes. */
export interface Save {
  readonly key: string;
  readonly stream: string;
  readonly aspect: string;
  /** The whole content: what each row says. */
  readonly answers: Readonly<Record<string, { readonly hasEService: boolean; readonly yearlyUsers: number }>>;
  acknowledged?: { readonly revision: string; readonly position: string };
}

const YEAR = 2565;
const rows: Readonly<Record<string, readonly string[]>> = {
  'quality-of-life': ['newborn-grant-registration', 'newborn-grant-status-check'],
  infrastructure: [
    'building-construction-permit',
    'building-alteration-permit',
    'building-demolition-permit',
  ],
};
export const aspects = Object.keys(rows);

/** A clerk with a browser that keeps cookies by origin, and who goes on after every failure. */
export class Person {
  private readonly cookies = new Map<string, Map<string, string>>();
  private signedIn = false;

  constructor(
    readonly lao: string,
    readonly aspect: string,
  ) {}

  /** A new save, which no other one equals. */
  begin(number: number): Save {
    const answers = rows[this.aspect]!.map((row) => [row, { hasEService: true, yearlyUsers: number }]);
    return {
      key: randomUUID(),
      stream: `survey-${YEAR}.${this.lao}`,
      aspect: this.aspect,
      answers: Object.fromEntries(answers),
    };
  }

  /**
   * Sends a save once. False when no answer came.
   * @throws Error when the save is refused: nothing here may be refused.
   */
  async send(url: string, save: Save): Promise<boolean> {
    try {
      if (!this.signedIn) await this.signIn(url);
      const response = await this.fetch(
        new URL(`/api/surveys/${YEAR}/${this.lao}/aspects/${this.aspect}`, url),
        {
          method: 'PUT',
          headers: { 'content-type': 'application/json', 'if-match': '*', 'idempotency-key': save.key },
          body: JSON.stringify({ answers: save.answers }),
        },
      );
      const body = await response.text();
      if (response.status === 200) {
        const { revision, position } = JSON.parse(body) as { revision: string; position: string };
        save.acknowledged = { revision, position };
        return true;
      }
      if (response.status === 401) this.signedIn = false;
      else if (response.status < 500) throw new Refusal(`${response.status} ${body}`);
      return false;
    } catch (error) {
      // Only `fetch` and a broken answer end here otherwise: the process is gone.
      if (error instanceof Refusal) throw error;
      return false;
    }
  }

  private async signIn(url: string): Promise<void> {
    let next = new URL(`/auth/login?login_hint=lao.${this.lao}`, url);
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await this.fetch(next, {});
      const location = response.headers.get('location');
      await response.body?.cancel();
      if (location === null) return;
      next = new URL(location, next);
      if (next.pathname === '/' && next.origin === new URL(url).origin) {
        this.signedIn = true;
        return;
      }
    }
  }

  private async fetch(address: URL, init: RequestInit): Promise<Response> {
    const own = this.cookies.get(address.origin) ?? new Map<string, string>();
    this.cookies.set(address.origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      own.set(name, value);
    }
    return response;
  }
}

class Refusal extends Error {}
