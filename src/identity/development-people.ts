import type { Directory } from '../directory/directory.js';

/** The development provider's claims about a person. A ministry's provider has to send the same claims. */
export interface DevelopmentClaims {
  readonly sub: string;
  readonly name: string;
  readonly role: 'lao' | 'province' | 'auditor' | 'admin';
  readonly lao_code?: string;
  readonly province_code?: string;
  /** An auditor of the whole nation. */
  readonly national?: true;
}

/** The development people, by the pattern of their id: `lao.<code>`, `province.<code>`, `auditor`, `auditor.<province code>`, `admin`. */
export function developmentClaims(sub: string, directory: Directory): DevelopmentClaims | undefined {
  const [role, code, ...rest] = sub.split('.');
  if (rest.length > 0) return undefined;
  if (code === undefined) {
    if (role === 'auditor') return { sub, role, name: 'ผู้ตรวจสอบ กรมส่งเสริมการปกครองท้องถิ่น', national: true };
    if (role === 'admin') return { sub, role, name: 'ผู้ดูแลระบบ กรมส่งเสริมการปกครองท้องถิ่น' };
    return undefined;
  }
  if (role === 'lao') {
    const lao = directory.lao(code);
    return lao && { sub, role, name: `เจ้าหน้าที่ ${lao.officialName}`, lao_code: code };
  }
  const province = directory.province(code);
  if (province === undefined) return undefined;
  if (role === 'province') {
    return { sub, role, name: `เจ้าหน้าที่ สถจ.${province.name}`, province_code: code };
  }
  if (role === 'auditor') {
    return { sub, role, name: `ผู้ตรวจสอบ จังหวัด${province.name}`, province_code: code };
  }
  return undefined;
}

/** One person of each role, of the first offices in the directory. */
export function samplePeople(directory: Directory): readonly DevelopmentClaims[] {
  const [province] = directory.provinces;
  const [lao] = directory.laos;
  const people = [lao && `lao.${lao.code}`, province && `province.${province.code}`, 'auditor', 'admin'];
  return people.flatMap((sub) => (sub && developmentClaims(sub, directory)) || []);
}
