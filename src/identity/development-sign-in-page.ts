import { escapeHtml } from '../http/escape-html.js';
import type { DevelopmentClaims } from './development-people.js';

const style = `
  body { font: 1.125rem/1.6 Sarabun, 'Noto Sans Thai', sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
  button { font: inherit; width: 100%; text-align: start; padding: .75rem 1rem; margin: .25rem 0; border: 1px solid #5a5a5a; border-radius: .5rem; background: #fff; color: inherit; cursor: pointer }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .75rem; border: 1px solid #5a5a5a; border-radius: .5rem }
  button:focus-visible, input:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px }
  [role=alert] { color: #a40000 }
`;

/** The development provider's only page. It asks which person to sign in as, and works without scripts. */
export function signInPage(
  people: readonly DevelopmentClaims[],
  unknownPerson: string | undefined,
): { readonly html: string; readonly style: string } {
  const buttons = people
    .map(
      ({ sub, name }) =>
        `<li><button name="person" value="${escapeHtml(sub)}">${escapeHtml(name)}<br><code>${escapeHtml(sub)}</code></button></li>`,
    )
    .join('\n');
  const refused =
    unknownPerson === undefined
      ? ''
      : `<p role="alert" id="refused">ไม่รู้จักผู้ใช้ “${escapeHtml(unknownPerson)}”</p>`;
  const html = `<!doctype html>
<html lang="th">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>เข้าสู่ระบบ (สำหรับพัฒนา)</title><style>${style}</style></head>
<body><main>
<h1>เข้าสู่ระบบ (สำหรับพัฒนา)</h1>
<p>หน้านี้มีเฉพาะระบบที่ใช้พัฒนาและสาธิต ไม่ต้องใช้รหัสผ่าน</p>
<form method="post"><h2>เลือกผู้ใช้ตัวอย่าง</h2><ul>${buttons}</ul></form>
<form method="post"><h2>หรือระบุรหัสผู้ใช้</h2>${refused}
<label for="person">รหัสผู้ใช้ เช่น lao.03120102</label>
<input id="person" name="person" required autocomplete="off" spellcheck="false"${refused && ' aria-describedby="refused" aria-invalid="true"'}>
<button>เข้าสู่ระบบ</button></form>
</main></body></html>`;
  return { html, style };
}
