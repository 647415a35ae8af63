import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { strToU8, zipSync } from "fflate";
import { noEvidence } from "../../../src/ai/evidence.ts";
import { lookupTable } from "../../../src/ai/tools/lookup-table.ts";
import type { Grant } from "../../../src/ai/tools/tool.ts";
import { diffOf } from "../../../src/domain/lookup-tables/diff.ts";
import {
  createLookupTable,
  deleteLookupTable,
  listLookupTables,
  lookUpRows,
  replaceLookupTable,
} from "../../../src/domain/lookup-tables/index.ts";
import { sheetOf } from "../../../src/domain/lookup-tables/sheet.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { readSpreadsheet } from "../../../src/platform/spreadsheets/read-spreadsheet.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

const file = (text: string | Uint8Array) => Readable.from([Buffer.from(text)]);
const asText = async (bytes: Uint8Array | string) => {
  const lines = await readSpreadsheet(Buffer.from(bytes), { maxRows: 100 });
  return sheetOf(lines);
};

describe("what is in a file", () => {
  test("signs between cells, quotes, line breaks and alphabets are told by the file", async () => {
    const said =
      'Größe;"Preis; neu";Seit;Neu;Nr\r\n"S\nklein";12,50;2026-01-31;true;007\r\n\r\nM;9;2026-02-01;FALSE;8\r\n';
    const expected = {
      columns: [
        { name: "Größe", type: "text" },
        { name: "Preis; neu", type: "number" },
        { name: "Seit", type: "date" },
        { name: "Neu", type: "boolean" },
        { name: "Nr", type: "text" },
      ],
      rows: [
        ["S klein", "12.50", "2026-01-31", "true", "007"],
        ["M", "9", "2026-02-01", "false", "8"],
      ],
    };
    expect(await asText(`\ufeff${said}`)).toEqual(expected);
    expect(await asText(Buffer.from(said, "latin1"))).toEqual(expected);
    expect(await asText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(said, "utf16le")]))).toEqual(expected);
  });

  test("of a workbook the first sheet is read, and a formula is what it came to", async () => {
    const sheet = await asText(aWorkbook());
    expect(sheet).toEqual({
      columns: [
        { name: "SKU", type: "text" },
        { name: "Since", type: "date" },
        { name: "Sum", type: "number" },
      ],
      rows: [["A & B", "2024-01-01", "7"]],
    });
  });

  test.each([
    [2, /more cells/, "a,b\n1,2,3"],
    [3, /never closed/, 'a,b\n1,2\n3,"4\n5,6'],
    [1, /Two columns/, "a,A\n1,2"],
    [1, /Column 2 has no name/, "a,,c\n1,2,3"],
    [1, /a row/, "a,b"],
    [5, /1000 characters/, `a\n"1\n2"\n3\n${"x".repeat(1001)}`],
    [undefined, /neither/, Buffer.from([0, 1, 2, 3])],
    [undefined, /not an XLSX/, zipSync({ "a.txt": strToU8("no workbook") })],
    [undefined, /neither/, Buffer.from("PK no archive")],
    [undefined, /too large/, aWorkbook(70_000_000)],
  ])("says which line cannot be kept: %s %s", async (line, reason, bytes) => {
    const failure = await asText(bytes).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "invalid_input", message: expect.stringMatching(reason) });
    expect(failure).toMatchObject({ details: line === undefined ? { reason: "unreadable_file" } : { line } });
  });

  test("what a new file changes is told by row where the first cell names it", () => {
    const columns = ["sku", "price"].map((name) => ({ name, type: "text" as const }));
    const before = {
      columns,
      rows: [
        ["a", "1"],
        ["b", "2"],
        ["c", "3"],
      ],
    };
    const after = {
      columns,
      rows: [
        ["c", "3"],
        ["a", "9"],
        ["d", "4"],
      ],
    };
    expect(diffOf(before, after)).toMatchObject({ added: 1, removed: 1, changed: 1 });
    const turned = { columns: columns.toReversed(), rows: before.rows.map((row) => row.toReversed()) };
    expect(diffOf(before, turned)).toMatchObject({ added: 0, removed: 0, changed: 0, columnsAdded: [] });
  });
});

describe("a table", () => {
  let ctx: Context;
  beforeAll(async () => {
    ctx = await aWorkspace(await testDatabase());
  });

  const sizes = "Ring,Diameter mm,Note\n54,17.2,Fits most\n56,17.8,\n58,18.5,Wide";
  const create = (at: Context, name: string, text = sizes) =>
    createLookupTable(at, { name, description: "Ring sizes", fileName: "sizes.csv", content: file(text) });

  test("is looked up by any of its columns, and by all that is asked at once", async () => {
    const { id: tableId } = await create(ctx, "Rings");
    const found = async (column: string, comparison: "is" | "contains" | "at_least" | "at_most", value: string) =>
      (await lookUpRows(ctx, { tableId, filters: [{ column, comparison, value }], limit: 10 })).rows.map(
        ([ring]) => ring,
      );
    expect(await found("diameter MM", "is", "17,20")).toEqual(["54"]);
    expect(await found("Diameter mm", "at_least", "17.8")).toEqual(["56", "58"]);
    expect(await found("note", "is", " FITS  most ")).toEqual(["54"]);
    expect(await found("note", "contains", "%")).toEqual([]);
    await expect(found("colour", "is", "red")).rejects.toMatchObject({ details: { field: "filters" } });
    await expect(found("ring", "at_most", "big")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(create(ctx, "RINGS")).rejects.toMatchObject({ details: { reason: "name_taken" } });
  });

  test("is replaced as a whole, after a look at what would change, and by one person at a time", async () => {
    const { id: tableId } = await create(ctx, "Replaced");
    const given = () => ({ tableId, fileName: "new.csv", content: file("Ring,Diameter mm\n54,17.3\n60,19.1") });
    const preview = await replaceLookupTable(ctx, { ...given(), isPreview: true });
    expect(preview.diff).toMatchObject({ added: 1, removed: 2, changed: 1, columnsRemoved: ["Note"] });
    expect((await lookUpRows(ctx, { tableId, filters: [], limit: 10 })).matching).toBe(3);
    const both = [1, 2].map(() => replaceLookupTable(ctx, { ...given(), isPreview: false, version: 1 }));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const bad = replaceLookupTable(ctx, { ...given(), content: file("a\n1,2"), isPreview: false });
    await expect(bad).rejects.toMatchObject({ details: { line: 2 } });
    expect((await lookUpRows(ctx, { tableId, filters: [], limit: 10 })).rows).toEqual([
      ["54", "17.3"],
      ["60", "19.1"],
    ]);
    const again = { tableId, fileName: "new.csv", content: file("Ring,Diameter mm\n54,\n60,19.1"), isPreview: false };
    const { diff } = await replaceLookupTable(ctx, again);
    expect(diff.examples).toEqual([{ before: ["54", "17.3"], after: ["54", null] }]);
    const same = await replaceLookupTable(ctx, { ...again, content: file("Ring,Diameter mm\n54,\n60,19.1") });
    expect(same.diff).toMatchObject({ added: 0, removed: 0, changed: 0 });
    await deleteLookupTable(ctx, { tableId });
    await expect(lookUpRows(ctx, { tableId, filters: [], limit: 1 })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is the workspace's own, and an agent does not change it", async () => {
    const other = await aWorkspace(ctx.db);
    const { id: tableId } = await create(other, "Rings");
    await expect(lookUpRows(ctx, { tableId, filters: [], limit: 1 })).rejects.toMatchObject({ code: "not_found" });
    expect((await listLookupTables(other)).map(({ name }) => name)).toEqual(["Rings"]);
    const agent = await aMember(other, "agent");
    await expect(create(agent, "Mine")).rejects.toMatchObject({ code: "forbidden" });
    expect((await lookUpRows(agent, { tableId, filters: [], limit: 1 })).matching).toBe(3);
  });

  test("tells the AI its rows, and what to ask for when it asked wrongly", async () => {
    const evidence = noEvidence();
    // The tool looks at nothing else of its grant.
    const grant = { ctx, evidence, assurance: "anonymous", expiresAt: new Date(Date.now() + 600_000) } as Grant;
    const ask = async (table: string, filters: object[]) =>
      (await lookupTable.call(grant, JSON.stringify({ table, filters }))).output;
    expect(await ask("", [])).toMatchObject({
      tables: [{ table: "Rings", columns: expect.arrayContaining(["Ring (number)"]) }],
    });
    expect(evidence.facts).toEqual([]);
    expect(await ask("rings", [{ column: "Note", comparison: "is", value: "fits" }])).toMatchObject({
      ...{ rows: [{ Ring: "54", "Diameter mm": "17.2", Note: "Fits most" }], note: expect.stringContaining("contain") },
    });
    expect([...evidence.sources.values()].flat()).toMatchObject([{ kind: "table", label: "Rings" }]);
    expect(await ask("rings", [{ column: "Colour", comparison: "is", value: "x" }])).toMatchObject({
      note: expect.stringContaining("Colour"),
    });
  });
});

/** The least that is a workbook. @param padding bytes of a part that nobody needs. */
function aWorkbook(padding = 0): Uint8Array {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relations = (...rows: [string, string, string][]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
      .join("")}</Relationships>`;
  const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const parts = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": relations(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "styles", "styles.xml"],
    ),
    "xl/styles.xml": `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData><row r="1">${text("A1", "SKU")}${text("B1", "Since")}${text("C1", "Sum")}</row><row r="2">${text("A2", "A &amp; B")}<c r="B2" s="1"><v>45292</v></c><c r="C2"><f>SUM(1,6)</f><v>7</v></c></row></sheetData></worksheet>`,
  };
  const packed = Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)]);
  return zipSync({ ...Object.fromEntries(packed), ...(padding > 0 && { "xl/media/a.bin": new Uint8Array(padding) }) });
}
