// The source PDF that a button opens, looked into: its bytes are the file's own, and what marks the quotation is
// appended as plain text.
import assert from "node:assert/strict";

// The record of an item's address.
async function recordOf(origin, item) {
  const reference = item.split("/").slice(2).map(decodeURIComponent).join("#");
  for (const list of ["assignments", "requests", "reports", "deadlines", "appropriations"]) {
    for (let next = `/api/v1/${list}?limit=200`; next; ) {
      const page = await (await fetch(origin + next)).json();
      const found = page.items.find((one) => one.reference === reference);
      if (found) return found.record;
      next = page.next;
    }
  }
  throw new Error(`the API does not have ${reference}`);
}

// What an item's button opens: the PDF, the words of the record marked where they stand.
export async function marked(origin, address, item) {
  const answer = await fetch(origin + address);
  assert.equal(answer.status, 200, address);
  assert.match(answer.headers.get("content-type"), /^application\/pdf/);
  const bytes = Buffer.from(await answer.arrayBuffer()).toString("latin1");
  assert.ok(bytes.startsWith("%PDF-"));
  const marks = [...bytes.matchAll(/\/Subtype\/Highlight[^]*?\/QuadPoints\[([^\]]+)\][^]*?\/P (\d+ \d+) R/g)].map(([, points, page]) => {
    const [x0, y1, x1, , , y0] = points.trim().split(/\s+/).map(Number);
    return { page, x0, y0, x1, y1 };
  });
  const record = await recordOf(origin, item);
  const spans = record.text_spans?.length > 0 ? record.text_spans : record.spans;
  assert.ok(spans.length > 0 && marks.length >= spans.length, `${marks.length} marks: ${address}`);
  // The page that is opened is that of the first place.
  const opened = bytes.match(/\/OpenAction\[(\d+ \d+) R/)[1];
  const pages = new Map([[spans[0].page, opened]]);
  for (const { page, bbox } of spans) {
    const object = pages.get(page);
    const within = marks.find((mark) => {
      if (object !== undefined && mark.page !== object) return false;
      // The last of the objects of that number counts; the pages of these files stand upright.
      const own = bytes.slice(bytes.lastIndexOf(`\n${mark.page} obj`));
      const [, box] = own.match(/^[^]*?\/MediaBox\s*\[([^\]]+)\]/) ?? bytes.match(/\/MediaBox\s*\[([^\]]+)\]/);
      const top = Number(box.trim().split(/\s+/)[3]);
      const [x0, y0, x1, y1] = bbox;
      return mark.x0 <= x0 && x1 <= mark.x1 && mark.y0 <= top - y1 && top - y0 <= mark.y1;
    });
    assert.ok(within, `page ${page} ${bbox}: ${JSON.stringify(marks)} ${address}`);
    pages.set(page, within.page);
  }
  assert.equal(new Set(pages.values()).size, pages.size, `each page has its own marks: ${address}`);
}
