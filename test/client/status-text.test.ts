import { describe, expect, it } from 'vitest';
import { modelsOnlyText, shortId, statusText } from '../../client/src/status-text.ts';
import { history, revision } from './history.ts';

const connection = {
  url: 'sqlite:///shop.db',
  label: 'shop.db',
  source: 'alembic.ini' as const,
  needsPassword: false,
};

describe('statusText', () => {
  it('counts what is pending', () => {
    const state = history({
      current: ['aaa'],
      revisions: [
        revision({ revision: 'ccc', state: 'pending' }),
        revision({ revision: 'bbb', state: 'pending' }),
        revision({ revision: 'aaa', state: 'applied' }),
      ],
    });
    const status = statusText({ name: 'shop', history: state, connection, error: null });
    expect(status.text).toBe('$(database) aaa → 2 pending');
    expect(status.tooltip).toBe('shop: shop.db is at aaa, 2 revisions pending.');
  });

  it('starts from base', () => {
    const state = history({ current: [], revisions: [revision({ revision: 'aaa', state: 'pending' })] });
    expect(statusText({ name: 'shop', history: state, connection, error: null }).text).toBe(
      '$(database) base → 1 pending',
    );
  });

  it('marks the head', () => {
    const state = history({ current: ['aaa'], revisions: [revision({ revision: 'aaa', state: 'applied' })] });
    expect(statusText({ name: 'shop', history: state, connection, error: null }).text).toBe(
      '$(database) aaa ✓ head',
    );
  });

  it('says that a database is production, and has the color of its mark', () => {
    const state = history({ current: ['aaa'], revisions: [revision({ revision: 'aaa', state: 'applied' })] });
    const input = { name: 'shop', history: state, connection, error: null };
    expect(statusText({ ...input, mark: { color: null, production: true } })).toMatchObject({
      text: '$(shield) production: aaa ✓ head',
      tooltip: 'Production. shop: shop.db is at aaa (head).',
      isProduction: true,
    });
    expect(statusText({ ...input, mark: { color: 'blue', production: false } })).toMatchObject({
      text: '$(database) aaa ✓ head',
      color: 'charts.blue',
    });
  });

  it('says where the models are from when env.py does not tell', () => {
    const modelsByBase = 'The models were looked for by their base, since env.py cannot be evaluated';
    const status = statusText({
      name: 'shop',
      history: history({}),
      connection: null,
      error: null,
      modelsByBase,
    });
    expect(status.tooltip).toMatch(/^shop: no database is chosen.*\n.*since env\.py cannot be evaluated\.$/s);
    expect(modelsOnlyText({ name: 'shop', modelsByBase: 'No alembic.ini: Base (2 tables)' })).toEqual({
      text: '$(symbol-class) Retort: models only',
      tooltip: 'shop: No alembic.ini: Base (2 tables).\nClick to make one (Alembic: Init).',
      isWarning: false,
    });
  });

  it('says that there is no connection, and that one failed, without a colored bar', () => {
    const none = statusText({ name: 'shop', history: history({}), connection: null, error: null });
    expect(none).toMatchObject({ text: '$(database) Retort: no connection', isWarning: false });
    const failed = history({ connectionError: 'refused' });
    const status = statusText({ name: 'shop', history: failed, connection, error: null });
    expect(status).toMatchObject({ text: '$(warning) shop.db', isWarning: false });
    expect(status.tooltip).toContain('refused');
  });
});

it('cuts only ids that are longer than those alembic makes', () => {
  expect(shortId('ab12cd34ef56')).toBe('ab12cd34ef56');
  expect(shortId('0123456789abcdef')).toBe('01234567');
});
