import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/reporters/index.js';
import { goldenCases } from './golden-reports.js';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(EXECUTABLE);
if (!installed)
  process.stderr.write(`No browser at ${EXECUTABLE} (set CHROMIUM): the HTML page is not tried in one.\n`);

/** Options change nothing in a page, so cases that differ only in them are looked at once. */
const NAMES = goldenCases()
  .filter(({ report }, index, all) => all.findIndex((other) => isSame(other.report, report)) === index)
  .map(({ name }) => name);

describe.skipIf(!installed)('the HTML page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser.close());

  /** Opens a golden report and gives what the page complained about: script errors, refused loads, requests. */
  async function open(name: string, setting: { width: number; colorScheme: 'light' | 'dark' }) {
    const { report, options } = goldenCases().find((candidate) => candidate.name === name)!;
    const context = await browser.newContext({
      viewport: { width: setting.width, height: 800 },
      colorScheme: setting.colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => complaints.push(`asks for ${request.url()}`));
    page.on('dialog', async (dialog) => {
      complaints.push(`opens "${dialog.message()}"`);
      await dialog.dismiss();
    });
    await page.setContent(await render('html', report, options), { waitUntil: 'load' });
    return { page, complaints };
  }

  describe.each(NAMES)('"%s"', (name) => {
    test('asks for nothing, runs nothing, complains of nothing', async () => {
      const { page, complaints } = await open(name, { width: 1000, colorScheme: 'light' });
      await openAll(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    test('fits a telephone: nothing is wider than 360 pixels, no text is smaller than 12', async () => {
      const { page } = await open(name, { width: 360, colorScheme: 'light' });
      await openAll(page);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      const smallest = await page.evaluate(
        `Math.min(...[...document.querySelectorAll('body *')].map((e) => parseFloat(getComputedStyle(e).fontSize)))`,
      );
      expect(width).toBe(360);
      expect(smallest).toBeGreaterThanOrEqual(12);
      await page.context().close();
    });
  });

  /** Every kind of part a page can have; axe takes its time. */
  describe.each(['all-pass', 'blocked', 'waived', 'hostile-text', 'problems-beside-passes'])('"%s"', (name) => {
    test.each(['light', 'dark'] as const)('has no accessibility fault that axe finds (%s)', async (colorScheme) => {
      const { page } = await open(name, { width: 1000, colorScheme });
      await openAll(page);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as {
        violations: AxeViolation[];
      };
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(faults).toEqual([]);
      await page.context().close();
    });
  });

  test('printed, shows what was folded', async () => {
    const { page } = await open('blocked', { width: 800, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('both are deployed by CloudFormation').isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.context().close();
  });

  test('has the verdict as its one first heading', async () => {
    const { page } = await open('blocked', { width: 1000, colorScheme: 'light' });
    expect(await page.locator('h1').allTextContents()).toEqual(['Block']);
    expect(await page.title()).toBe('tollgate: Block');
    await page.context().close();
  });
});

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
}
