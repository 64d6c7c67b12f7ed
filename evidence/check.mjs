#!/usr/bin/env node
/**
 * Checks an evidence package, or files of the open data, without the system that made them:
 * `node check.mjs <package.zip or its folder> [--key <fingerprint>]`. Needs Node 20 or later and nothing else.
 * A folder with `open-data.json` holds open data: files as they were downloaded, and the proof that the department published them.
 *
 * It recomputes every hash and relies on no result of the system. docs/evidence.md describes the format.
 * `--key` is the SHA-256 of the checkpoint key's public half (DER, hex). The department publishes it separately from
 * this package.
 * Exit code: 0 everything holds, 1 something does not, 2 the package cannot be read.
 */
import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const ORIGIN = 'eservice-survey';
const FORMAT = 'eservice-survey-evidence/1';
const OPEN_DATA = 'open-data.json';
const OPEN_DATA_FORMAT = 'eservice-survey-open-data/1';

// ---- What was found -----------------------------------------------------------------------------------------------------------

const holds = [];
const faults = [];
/** `code` is stable, for programs. */
const fault = (code, th, en) => faults.push({ code, th, en });
const hold = (th, en) => holds.push({ th, en });

// ---- The files of the package -------------------------------------------------------------------------------------------------

/** Name → bytes, of a zip file or of the folder with its unpacked files. */
const readPackage = (path) => (statSync(path).isDirectory() ? readFolder(path) : readZip(readFileSync(path)));

const readFolder = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file)]),
  );

/**
 * The zip format of PKWARE's APPNOTE, as the writer of packages makes it: the entries lie one behind the other from the first byte on,
 * their directory follows, and it ends the file. Local headers say what the directory says. In any other file, two programs may see two
 * different packages, so it is refused. ZIP64, encryption, comments, extra fields and gaps do not occur.
 */
const readZip = (zip) => {
  const end = zip.length - 22;
  const damaged = (what) => new Error(`not a zip file of this format: ${what}`);
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) throw damaged('it does not end with its directory');
  const [count, directory] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)];
  if (
    zip.readUInt32LE(end + 4) !== 0 ||
    zip.readUInt16LE(end + 8) !== count ||
    zip.readUInt16LE(end + 20) !== 0
  )
    throw damaged('its end is unusual');
  if (directory + zip.readUInt32LE(end + 12) !== end)
    throw damaged('its directory is not where it should be');
  const files = new Map();
  const names = new Set();
  let [at, next] = [directory, 0];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || zip.readUInt32LE(at) !== 0x02014b50) throw damaged('its directory is damaged');
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
    const [crc, packed, size] = [16, 20, 24].map((offset) => zip.readUInt32LE(at + offset));
    const [nameLength, extra, comment, disk] = [28, 30, 32, 34].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (at + 46 + nameLength > end || extra || comment || disk)
      throw damaged(`${name}: unusual in the directory`);
    if (!isPlainName(name)) throw damaged(`${JSON.stringify(name)}: an unusual name`);
    if (names.has(name.toLowerCase())) throw damaged(`${name} is in it twice`);
    names.add(name.toLowerCase());
    if (method !== 0 && method !== 8) throw damaged(`${name}: compressed by an unknown method`);
    if ((flags & ~0x0808) !== 0) throw damaged(`${name}: encrypted, or unusual`);
    if (zip.readUInt32LE(at + 42) !== next) throw damaged(`${name}: something lies before it`);
    const data = localEnd(zip, next, { at, nameLength, described: (flags & 8) !== 0, crc, packed, size });
    if (data === undefined) throw damaged(`${name}: its own header says something else`);
    const bytes = unpack(zip.subarray(data, data + packed), method, size);
    if (bytes === undefined || crc32(bytes) !== crc) throw damaged(`${name}: its content is damaged`);
    files.set(name, bytes);
    next = data + packed + (flags & 8 ? 16 : 0);
    at += 46 + nameLength;
  }
  if (at !== end || next !== directory) throw damaged('something lies between its entries and its directory');
  return files;
};

/** A relative path of plain parts, which every program unpacks to the same place. */
const isPlainName = (name) =>
  /^[A-Za-z0-9][\w.@%-]*(\/[A-Za-z0-9][\w.@%-]*)*$/.test(name) && !name.includes('..');

/** Where an entry's data begins, or undefined if its own header or descriptor differs from the directory. */
const localEnd = (zip, local, { at, nameLength, described, crc, packed, size }) => {
  const data = local + 30 + nameLength;
  const end = data + packed;
  if (end + (described ? 16 : 0) > zip.length || zip.readUInt32LE(local) !== 0x04034b50) return undefined;
  // Flags, method, time and date; then the name.
  const same =
    zip.subarray(local + 6, local + 14).equals(zip.subarray(at + 8, at + 16)) &&
    zip.readUInt32LE(local + 26) === nameLength &&
    zip.subarray(local + 30, data).equals(zip.subarray(at + 46, at + 46 + nameLength));
  if (!same) return undefined;
  const says = (offset, values) =>
    values.every((value, index) => zip.readUInt32LE(offset + 4 * index) === value);
  if (!described) return says(local + 14, [crc, packed, size]) ? data : undefined;
  return says(local + 14, [0, 0, 0]) && says(end, [0x08074b50, crc, packed, size]) ? data : undefined;
};

/** The content of an entry, or undefined if it has another length or bytes behind its end. */
const unpack = (packed, method, size) => {
  if (method === 0) return packed.length === size ? packed : undefined;
  try {
    const { buffer, engine } = inflateRawSync(packed, { info: true, maxOutputLength: Math.max(size, 1) });
    return buffer.length === size && engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
};

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const crc32 = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

// ---- Hashes and signatures ----------------------------------------------------------------------------------------------------

const sha256 = (...parts) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const hex = (bytes) => bytes.toString('hex');

/** RFC 8785: members sorted by UTF-16 units, everything else as ECMAScript writes it. */
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
};

/** The text of a signed note (https://c2sp.org/signed-note), or undefined if this key did not sign it under this name. */
const openNote = (note, name, key) => {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const raw = Buffer.from(key.export({ format: 'jwk' }).x, 'base64url');
  const keyId = sha256(`${name}\n`, Buffer.of(1), raw).subarray(0, 4);
  const signed = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [, signer, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = Buffer.from(base64 ?? '', 'base64');
      return (
        signer === name &&
        bytes.subarray(0, 4).equals(keyId) &&
        verify(null, Buffer.from(text), key, bytes.subarray(4))
      );
    });
  return signed ? text : undefined;
};

// ---- The Merkle tree of RFC 9162 ----------------------------------------------------------------------------------------------

const leafHash = (data) => sha256(Buffer.of(0), data);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const largestPowerBelow = (length) => 2 ** (Math.ceil(Math.log2(length)) - 1);

/**
 * The root of a tree of `size` leaves, of which some are known. `others` are the hashes of the largest subtrees without a known leaf,
 * from left to right. Undefined if there are too few or too many of them.
 */
const rootFrom = (leaves, size, others) => {
  const rest = [...others];
  const range = (start, end, known) => {
    if (known.length === 0) return rest.shift() ?? Buffer.alloc(0);
    if (end - start === 1) return leafHash(known[0].hash);
    const middle = start + largestPowerBelow(end - start);
    const split = known.findIndex(({ index }) => index >= middle);
    const [left, right] = split === -1 ? [known, []] : [known.slice(0, split), known.slice(split)];
    return nodeHash(range(start, middle, left), range(middle, end, right));
  };
  const root = range(0, size, leaves);
  return rest.length === 0 ? root : undefined;
};

/** Whether the proof shows that the second tree only adds to the first (RFC 9162, 2.1.4.2). */
const grewFrom = ({ size: from, root: fromRoot }, { size: to, root: toRoot }, proof) => {
  const path = Number.isInteger(Math.log2(from)) ? [fromRoot, ...proof] : proof;
  if (from >= to || path.length === 0) return false;
  let [node, last] = [from - 1, to - 1];
  const up = () => ([node, last] = [Math.floor(node / 2), Math.floor(last / 2)]);
  while (node % 2 === 1) up();
  let [earlier, later] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [earlier, later] = [nodeHash(sibling, earlier), nodeHash(sibling, later)];
      while (node % 2 === 0 && node !== 0) up();
    } else later = nodeHash(later, sibling);
    up();
  }
  return last === 0 && earlier.equals(fromRoot) && later.equals(toRoot);
};

// ---- Key, manifest, checkpoints -----------------------------------------------------------------------------------------------

const checkKey = (pem, pinned) => {
  const key = createPublicKey(pem ?? '');
  const fingerprint = hex(sha256(key.export({ format: 'der', type: 'spki' })));
  if (pinned !== undefined && pinned.toLowerCase() !== fingerprint) {
    fault(
      'key',
      `กุญแจในชุดหลักฐาน (${fingerprint}) ไม่ใช่กุญแจที่ระบุ`,
      `the key in the package (${fingerprint}) is not the one that was given`,
    );
  }
  return { key, fingerprint };
};

const checkManifest = (files, key) => {
  const bytes = files.get('manifest.json') ?? Buffer.alloc(0);
  const text = openNote(String(files.get('manifest.sig') ?? ''), `${ORIGIN}/evidence-package`, key);
  if (text !== `${hex(sha256(bytes))}\n`) {
    fault(
      'manifest-signature',
      'บัญชีแฟ้ม (manifest.json) ไม่ตรงกับลายเซ็น',
      'the manifest is not the one that was signed',
    );
  }
  const manifest = JSON.parse(String(bytes));
  if (manifest.format !== FORMAT) throw new Error(`the package is not of the format ${FORMAT}`);
  for (const [name, { sha256: expected }] of Object.entries(manifest.files)) {
    const file = files.get(name);
    if (file === undefined) fault('file-missing', `ไม่มีแฟ้ม ${name}`, `${name} is missing`);
    else if (hex(sha256(file)) !== expected)
      fault('file-altered', `แฟ้ม ${name} ถูกแก้ไข`, `${name} was altered`);
  }
  for (const name of files.keys()) {
    if (!(name in manifest.files) && !/^manifest\.(json|sig)$/.test(name)) {
      fault('file-added', `แฟ้ม ${name} ไม่อยู่ในบัญชี`, `${name} is not in the manifest`);
    }
  }
  hold(
    `บัญชีแฟ้ม ${Object.keys(manifest.files).length} แฟ้ม`,
    `the manifest of ${Object.keys(manifest.files).length} files`,
  );
  return manifest;
};

/** The checkpoints that the key signed, the smallest first. */
const checkCheckpoints = (files, key) => {
  const checkpoints = [];
  for (const name of [...files.keys()].filter((file) => file.startsWith('checkpoints/')).sort()) {
    const text = openNote(String(files.get(name)), ORIGIN, key);
    const [origin, size, root, time, position] = (text ?? '').split('\n');
    if (origin !== ORIGIN) {
      fault('checkpoint-signature', `ลายเซ็นของจุดตรวจสอบ ${name} ไม่ถูกต้อง`, `${name} is not signed by the key`);
    } else {
      checkpoints.push({
        name,
        size: Number(size),
        root: Buffer.from(root, 'base64'),
        time: time.slice(5),
        position: BigInt(position.slice(9)),
      });
    }
  }
  const proofs = JSON.parse(String(files.get('proofs/consistency.json')));
  for (const [index, later] of checkpoints.slice(1).entries()) {
    const earlier = checkpoints[index];
    const { proof = [] } = proofs.find(({ from, to }) => from === earlier.size && to === later.size) ?? {};
    if (
      !grewFrom(
        earlier,
        later,
        proof.map((each) => Buffer.from(each, 'hex')),
      )
    ) {
      fault(
        'consistency',
        `พิสูจน์ไม่ได้ว่าบันทึกของ ${later.name} ต่อจาก ${earlier.name} โดยไม่แก้ไข`,
        `${later.name} is not shown to only add to ${earlier.name}`,
      );
    }
  }
  hold(
    `จุดตรวจสอบ ${checkpoints.length} จุด และการต่อเนื่องของจุดเหล่านั้น`,
    `${checkpoints.length} checkpoints, each shown to extend the one before`,
  );
  return checkpoints;
};

// ---- Events -------------------------------------------------------------------------------------------------------------------

/** The newest version of each event that this program reads. Other events have version 1. */
const NEWEST_VERSIONS = { LaoCertified: 2, LaoReturned: 2, CampaignOpened: 2 };

/** Stream → events, each with its place in the log. Recomputes every hash of every chain. */
const checkEvents = (files) => {
  const streams = new Map();
  let count = 0;
  for (const [name, bytes] of files) {
    if (!name.startsWith('events/')) continue;
    const stream = name.slice('events/'.length, -'.jsonl'.length);
    const lines = String(bytes)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    let previous = '0'.repeat(64);
    for (const [revision, { event, hash }] of lines.entries()) {
      const place = `${stream}@${revision}`;
      if (event.stream !== stream || event.revision !== String(revision)) {
        fault(
          'event-missing',
          `ไม่พบเหตุการณ์ ${place} แต่พบ ${event.stream}@${event.revision}`,
          `${place} is missing or out of order: ${event.stream}@${event.revision} is in its place`,
        );
        break;
      }
      if (hex(sha256(Buffer.from(previous, 'hex'), canonical(event))) !== hash) {
        fault(
          'chain',
          `เหตุการณ์ ${place} ถูกแก้ไข: แฮชไม่ตรง`,
          `${place} was altered: its hash does not follow from it and the event before`,
        );
      }
      if (event.metadata.schemaVersion > (NEWEST_VERSIONS[event.type] ?? 1))
        throw new Error(`${place}: a shape of event that this program does not know`);
      previous = hash;
      count += 1;
    }
    streams.set(stream, lines);
  }
  hold(
    `สายแฮชของ ${count} เหตุการณ์ใน ${streams.size} สตรีม`,
    `the hash chains of ${count} events in ${streams.size} streams`,
  );
  return streams;
};

const checkInclusion = (files, streams, latest) => {
  const leaves = [...streams.values()]
    .flat()
    .map(({ index, hash }) => ({ index, hash: Buffer.from(hash, 'hex') }));
  leaves.sort((one, other) => one.index - other.index);
  const { size, others } = JSON.parse(String(files.get('proofs/inclusion.json')));
  const root = rootFrom(
    leaves,
    size,
    others.map((each) => Buffer.from(each, 'hex')),
  );
  if (latest === undefined || size !== latest.size || !root?.equals(latest.root)) {
    fault(
      'inclusion',
      'เหตุการณ์ในชุดหลักฐานไม่ใช่เหตุการณ์ที่ลงลายเซ็นไว้ในจุดตรวจสอบล่าสุด',
      'the events are not those that the latest checkpoint signed',
    );
    return;
  }
  hold(
    `ทุกเหตุการณ์อยู่ในบันทึกที่ลงลายเซ็นเมื่อ ${latest.time}`,
    `every event is in the log that was signed at ${latest.time}`,
  );
};

// ---- What the events say ------------------------------------------------------------------------------------------------------

const parseStream = (stream) => {
  const [, category, year, code] = /^(\w+)-(\d{4})(?:\.(\d+))?$/.exec(stream);
  return { category, fiscalYear: Number(year), code };
};
const traceOf = ({ metadata, revision }) => ({ at: metadata.time, by: metadata.actor, revision });

/** One LAO's form, from its own events and its province's, in the order of the log. */
const replayForm = (stream, own, ofProvince) => {
  const { fiscalYear, code: laoCode } = parseStream(stream);
  const form = {
    _id: `${fiscalYear}.${laoCode}`,
    fiscalYear,
    laoCode,
    revision: null,
    answers: {},
    addedRows: {},
    savedAspects: {},
    certification: null,
    returned: null,
    status: 'not-certified',
    lastActivityAt: null,
  };
  const returns = ofProvince.filter(
    ({ event }) => event.type === 'LaoReturned' && event.data.laoCode === laoCode,
  );
  for (const { event } of [...own, ...returns].sort((one, other) => one.index - other.index)) {
    const { data, metadata, type } = event;
    // A fence orders events of two streams, and changes no form.
    if (type === 'SurveyFenced') continue;
    const trace = traceOf(event);
    form.lastActivityAt = metadata.time;
    if (type === 'LaoReturned') {
      // Version 1 is about the survey as a whole and names no rows.
      const rows = (data.rows ?? []).map(({ rowId, note }) => ({ rowId, note: note ?? null }));
      const { certifiedRevision, reason } = data;
      form.returned = { certifiedRevision, reason, rows, at: metadata.time };
      Object.assign(form, { certification: null, status: 'returned' });
      continue;
    }
    form.revision = event.revision;
    if (type === 'AnswerRecorded') form.answers[data.rowId] = { answer: data.answer, ...trace };
    else if (type === 'RowAdded') {
      const { aspectId, groupId, title, rowId } = data;
      form.addedRows[rowId] = { aspectId, groupId, title, renamed: null, ...trace };
    } else if (type === 'RowRenamed') {
      Object.assign(form.addedRows[data.rowId], { title: data.title, renamed: event.revision });
    } else if (type === 'RowRemoved') {
      delete form.addedRows[data.rowId];
      delete form.answers[data.rowId];
    } else if (type === 'AspectSaved') form.savedAspects[data.aspectId] = trace;
    else if (type === 'LaoCertified') {
      Object.assign(form, {
        // Version 1 has no notes: an LAO said nothing about objections that it did not correct.
        certification: { fingerprint: data.fingerprint, notes: data.notes ?? [], ...trace },
        status: 'certified',
      });
    } else throw new Error(`${type}: an event that this program does not know`);
  }
  return form;
};

/** The certified documents of a survey, by revision. The SHA-256 of each document is the fingerprint of the certification. */
const certifiedAnswers = (stream, own) => {
  const { fiscalYear, code: laoCode } = parseStream(stream);
  return own
    .filter(({ event }) => event.type === 'LaoCertified')
    .map(({ event }) => {
      const form = replayForm(stream, own.slice(0, Number(event.revision)), []);
      const answers = Object.entries(form.answers)
        .filter(([, { answer }]) => answer !== null)
        .map(([row, { answer }]) => [row, answer]);
      const rows = Object.entries(form.addedRows).map(([row, { aspectId, groupId, title }]) => [
        row,
        { aspectId, groupId, title },
      ]);
      const { questionnaireVersion, fingerprint } = event.data;
      const document = {
        addedRows: Object.fromEntries(rows),
        answers: Object.fromEntries(answers),
        fiscalYear,
        laoCode,
        questionnaireVersion,
      };
      return { revision: event.revision, fingerprint, document };
    });
};

const certifiedLaos = (stream, own) => {
  const { fiscalYear, code: provinceCode } = parseStream(stream);
  return own
    .filter(({ event }) => event.type === 'ProvinceCertified')
    .map(({ event }) => {
      const document = { fiscalYear, laos: event.data.laos, provinceCode };
      return { revision: event.revision, fingerprint: hex(sha256(canonical(document))), document };
    });
};

/** Recomputes every fingerprint, and compares each province's certification with those of its LAOs. */
const checkFingerprints = (files, streams) => {
  let count = 0;
  for (const [stream, own] of streams) {
    const { category, fiscalYear } = parseStream(stream);
    const certified =
      category === 'survey'
        ? certifiedAnswers(stream, own)
        : category === 'province'
          ? certifiedLaos(stream, own)
          : [];
    for (const { revision, fingerprint, document } of certified) {
      const place = `${stream}@${revision}`;
      const text = canonical(document);
      if (hex(sha256(text)) !== fingerprint) {
        fault(
          'fingerprint',
          `ลายนิ้วมือข้อมูลของ ${place} ไม่ตรงกับคำตอบในบันทึก`,
          `the fingerprint of ${place} is not that of the recorded answers`,
        );
      }
      if (String(files.get(`certified/${place}.json`) ?? '') !== text) {
        fault(
          'certified',
          `แฟ้มข้อมูลที่รับรองของ ${place} ไม่ตรงกับบันทึก`,
          `certified/${place}.json is not what the events say`,
        );
      }
      for (const lao of document.laos ?? []) {
        const ofLao = streams.get(`survey-${fiscalYear}.${lao.laoCode}`)?.[Number(lao.certifiedRevision)]
          ?.event;
        if (
          streams.has(`survey-${fiscalYear}.${lao.laoCode}`) &&
          ofLao?.data.fingerprint !== lao.fingerprint
        ) {
          fault(
            'province',
            `การรับรองของจังหวัด ${place} ไม่ตรงกับการรับรองของ อปท. ${lao.laoCode}`,
            `${place} names another certification of ${lao.laoCode} than the LAO's own`,
          );
        }
      }
      count += 1;
    }
  }
  hold(`ลายนิ้วมือข้อมูลของการรับรอง ${count} ครั้ง`, `the fingerprints of ${count} certifications`);
};

/** Who is asked in a province after these events of its stream: a roster that an upgrade derived counts from the opening, before them all. */
const askedAfter = (events) => {
  const derived = events.filter(
    ({ type, data }) => type === 'ProvinceEnrolled' && data.countsFrom !== undefined,
  );
  let asked;
  for (const { type, data } of [...derived, ...events.filter((event) => !derived.includes(event))]) {
    if (type === 'ProvinceEnrolled') asked = new Set(data.laos.map(({ code }) => code));
    else if (type === 'LaoEnrolled') asked?.add(data.lao.code);
    else if (type === 'LaoWithdrawn') asked?.delete(data.laoCode);
  }
  return asked;
};

/** A province certifies exactly the LAOs that its roster asks at that moment. */
const checkRosters = (streams) => {
  let count = 0;
  for (const [stream, own] of streams) {
    if (parseStream(stream).category !== 'province') continue;
    const events = own.map(({ event }) => event);
    // Without an enrolment the roster is unknown: no upgrade has completed this log yet.
    if (!events.some(({ type }) => type === 'ProvinceEnrolled')) continue;
    const derived = events.filter(({ type, data }) => type === 'ProvinceEnrolled' && data.countsFrom);
    for (const [revision, { type, data }] of events.entries()) {
      if (type !== 'ProvinceCertified') continue;
      const before = events.slice(0, revision);
      const asked = askedAfter([...derived.filter((event) => !before.includes(event)), ...before]);
      const certified = data.laos.map(({ laoCode }) => laoCode);
      if (canonical([...(asked ?? [])].sort()) !== canonical(certified)) {
        fault(
          'roster',
          `การรับรองของจังหวัด ${stream}@${revision} ไม่ตรงกับบัญชี อปท. ในขณะนั้น`,
          `${stream}@${revision} does not cover exactly the LAOs that the roster asked then`,
        );
      }
      count += 1;
    }
  }
  hold(
    `การรับรองของจังหวัด ${count} ครั้งครอบคลุมบัญชี อปท. ในขณะนั้น`,
    `${count} certifications of provinces, each of exactly the LAOs on its roster`,
  );
};

/** The ids of the standard rows of a questionnaire. */
const standardRows = ({ aspects }) =>
  new Set(aspects.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows.map(({ id }) => id))));

/**
 * A version is published once, before the round that pins it opens; only an upgrade of an older log publishes it later. Every certified
 * answer is to one of its rows, or to a row that the LAO added.
 */
const checkQuestionnaires = (streams) => {
  const published = new Map();
  for (const [stream, own] of streams) {
    if (parseStream(stream).category !== 'questionnaire') continue;
    const [{ event, index }] = own;
    const { questionnaire, countsFrom } = event.data;
    if (own.length !== 1 || stream !== `questionnaire-${questionnaire.version}`) {
      fault(
        'questionnaire',
        `${stream} ไม่ได้มีแบบสอบถามรุ่นนั้นรุ่นเดียวที่เผยแพร่ครั้งเดียว`,
        `${stream} does not hold exactly one publication of that version`,
      );
    }
    published.set(questionnaire.version, { rows: standardRows(questionnaire), index, countsFrom });
  }
  let count = 0;
  for (const [stream, own] of streams) {
    const { category } = parseStream(stream);
    if (category === 'campaign') {
      const { event, index } = own[0];
      const version = published.get(event.data.questionnaireVersion);
      // An older log that no upgrade has completed holds no questionnaires.
      if (version && version.index > index && version.countsFrom === undefined) {
        fault(
          'questionnaire',
          `${stream} เปิดก่อนเผยแพร่แบบสอบถามที่ใช้`,
          `${stream} was opened before the questionnaire that it pins was published`,
        );
      }
    }
    if (category !== 'survey') continue;
    for (const { revision, document } of certifiedAnswers(stream, own)) {
      const version = published.get(document.questionnaireVersion);
      if (!version) continue;
      const unknown = Object.keys(document.answers).filter(
        (row) => !version.rows.has(row) && !Object.hasOwn(document.addedRows, row),
      );
      if (unknown.length > 0) {
        fault(
          'questionnaire',
          `การรับรอง ${stream}@${revision} มีคำตอบของรายการที่ไม่อยู่ในแบบสอบถาม: ${unknown.join(', ')}`,
          `${stream}@${revision} certifies answers to rows that are not in its questionnaire: ${unknown.join(', ')}`,
        );
      }
      count += 1;
    }
  }
  hold(
    `การรับรองข้อมูล ${count} ครั้งตอบรายการของแบบสอบถามที่เผยแพร่ (${published.size} รุ่น)`,
    `${count} certifications, each of rows of its published questionnaire (${published.size} versions)`,
  );
};

const checkReadModel = (files, streams) => {
  const models = [...files].filter(([name]) => name.startsWith('read-model/'));
  for (const [name, bytes] of models) {
    const stream = name.slice('read-model/'.length, -'.json'.length);
    const provinceStream = [...streams.keys()].filter((each) => each.startsWith('province-'));
    const ofProvinces = provinceStream.flatMap((each) => streams.get(each));
    const replayed = canonical(replayForm(stream, streams.get(stream) ?? [], ofProvinces));
    if (canonical(JSON.parse(String(bytes))) !== replayed) {
      fault(
        'read-model',
        `แบบสำรวจ ${name} ไม่ตรงกับเหตุการณ์ที่บันทึก`,
        `${name} is not what the events give when they are replayed`,
      );
    }
  }
  hold(
    `แบบสำรวจ ${models.length} ฉบับ สร้างซ้ำจากเหตุการณ์`,
    `${models.length} forms, replayed from their events`,
  );
};

// ---- Open data ----------------------------------------------------------------------------------------------------------------

/** The event that names the files is in the log that the checkpoint signed, and each file here is one of them. */
const checkOpenData = (files, pinned) => {
  const proof = JSON.parse(String(files.get(OPEN_DATA)));
  if (proof.format !== OPEN_DATA_FORMAT)
    throw new Error(`the proof is not of the format ${OPEN_DATA_FORMAT}`);
  const { key, fingerprint } = checkKey(proof.publicKey, pinned);
  const [origin, size, root, time] = (openNote(proof.checkpoint, ORIGIN, key) ?? '').split('\n');
  const { event, index, others } = proof;
  const leaf = sha256(Buffer.from(proof.previousHash, 'hex'), canonical(event));
  const found =
    origin === ORIGIN &&
    Number(size) === proof.size &&
    index < proof.size &&
    rootFrom(
      [{ index, hash: leaf }],
      proof.size,
      others.map((each) => Buffer.from(each, 'hex')),
    );
  if (!found || !found.equals(Buffer.from(root, 'base64')) || event.type !== 'ResultFilesRecorded') {
    fault(
      'inclusion',
      'การเผยแพร่นี้ไม่อยู่ในบันทึกที่ลงลายเซ็นไว้',
      'this publication is not in the log that the checkpoint signed',
    );
  } else {
    hold(
      `การเผยแพร่อยู่ในบันทึกที่ลงลายเซ็นเมื่อ ${time.slice(5)}`,
      `the publication is in the log that was signed at ${time.slice(5)}`,
    );
  }
  const given = [...files].filter(([name]) => name !== OPEN_DATA && name !== 'check.mjs');
  if (given.length === 0) fault('file-missing', 'ไม่มีแฟ้มข้อมูลให้ตรวจ', 'there is no file to check');
  for (const [name, bytes] of given) {
    const published = event.data.files.find(({ sha256: expected }) => expected === hex(sha256(bytes)));
    if (published === undefined) {
      fault('file-altered', `แฟ้ม ${name} ไม่ใช่แฟ้มที่เผยแพร่`, `${name} is not a file that was published`);
    } else {
      hold(`แฟ้ม ${name} คือ ${published.name} ที่เผยแพร่`, `${name} is ${published.name} as it was published`);
    }
  }
  return { scope: `${event.stream} @ ${event.data.position}`, fingerprint };
};

// ---- The verdict --------------------------------------------------------------------------------------------------------------

const checkEvidence = (files, pinned) => {
  const { key, fingerprint } = checkKey(files.get('checkpoint-key.pub.pem'), pinned);
  const manifest = checkManifest(files, key);
  const checkpoints = checkCheckpoints(files, key);
  const streams = checkEvents(files);
  for (const stream of manifest.streams.filter((each) => !streams.has(each))) {
    fault('event-missing', `ไม่มีเหตุการณ์ของ ${stream}`, `there are no events of ${stream}`);
  }
  checkInclusion(files, streams, checkpoints.at(-1));
  checkFingerprints(files, streams);
  checkRosters(streams);
  checkQuestionnaires(streams);
  checkReadModel(files, streams);
  return { scope: manifest.scope, fingerprint };
};

const check = (path, pinned) => {
  const files = readPackage(path);
  const isOpenData = files.has(OPEN_DATA);
  const { scope, fingerprint } = isOpenData ? checkOpenData(files, pinned) : checkEvidence(files, pinned);
  console.log(isOpenData ? `ข้อมูลเปิด · Open data: ${scope}` : `ชุดหลักฐาน · Evidence package: ${scope}`);
  if (faults.length === 0) for (const { th, en } of holds) console.log(`✓ ${th} · ${en}`);
  for (const { code, th, en } of faults) console.log(`✗ [${code}] ${th} · ${en}`);
  if (pinned === undefined) {
    console.log(
      `! โปรดเทียบกุญแจกับที่กรมฯ ประกาศ · Compare the key with the one that the department published (--key):\n  ${fingerprint}`,
    );
  }
  console.log(
    faults.length === 0
      ? '✓ ชุดหลักฐานครบถ้วน ไม่พบการแก้ไข · The package holds: nothing was altered.'
      : '✗ ชุดหลักฐานนี้ใช้ไม่ได้ · The package does not hold.',
  );
  return faults.length === 0 ? 0 : 1;
};

const [path, option, pinned, ...rest] = process.argv.slice(2);
if (
  path === undefined ||
  rest.length > 0 ||
  (option !== undefined && (option !== '--key' || pinned === undefined))
) {
  console.error('node check.mjs <package.zip | folder> [--key <SHA-256 of the public key, hex>]');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = check(path, pinned);
  } catch (error) {
    console.error(`✗ อ่านชุดหลักฐานไม่ได้ · The package cannot be read: ${error.message}`);
    process.exitCode = 2;
  }
}
