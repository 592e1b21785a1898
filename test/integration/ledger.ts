/** The history that the round trips run: a line, two branches and their merge. */
import type { Revision } from './project.ts';

/** What works on both databases; batch mode where SQLite needs it. */
export const ledger: readonly Revision[] = [
  {
    id: 'a1',
    down: [],
    upgrade: [
      "op.create_table('account',",
      "    sa.Column('id', sa.Integer(), nullable=False),",
      "    sa.Column('email', sa.String(255), nullable=False),",
      "    sa.Column('kind', sa.Enum('cash', 'card', name='account_kind'), nullable=False, server_default='cash'),",
      "    sa.Column('balance', sa.Numeric(12, 2), server_default=sa.text('0')),",
      "    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),",
      "    sa.PrimaryKeyConstraint('id', name='pk_account'),",
      "    sa.UniqueConstraint('email', name='uq_account_email'),",
      ')',
      "op.create_index('ix_account_created_at', 'account', ['created_at'])",
    ],
    downgrade: [
      "op.drop_index('ix_account_created_at', table_name='account')",
      "op.drop_table('account')",
      "if op.get_bind().dialect.name == 'postgresql':",
      "    op.execute('DROP TYPE account_kind')",
    ],
  },
  {
    id: 'b2',
    down: ['a1'],
    upgrade: [
      "op.create_table('entry',",
      "    sa.Column('id', sa.BigInteger(), primary_key=True),",
      "    sa.Column('account_id', sa.Integer(), sa.ForeignKey('account.id', name='fk_entry_account', ondelete='CASCADE')),",
      "    sa.Column('memo', sa.Text()),",
      "    sa.Column('order', sa.Integer(), index=True),",
      ')',
      'op.execute("INSERT INTO account (id, email) VALUES (1, \'50%@x.example\')")',
      'op.execute("INSERT INTO entry (id, account_id, memo) VALUES (1, 1, \'at 12\\\\:30, %(x)s\')")',
      "op.bulk_insert(sa.table('entry', sa.column('id', sa.BigInteger), sa.column('memo', sa.Text)), [{'id': 2, 'memo': \"it's\"}])",
    ],
    downgrade: ["op.drop_table('entry')", "op.execute('DELETE FROM account WHERE id = 1')"],
  },
  {
    id: 'c3',
    down: ['b2'],
    upgrade: [
      "with op.batch_alter_table('account') as batch_op:",
      "    batch_op.alter_column('email', existing_type=sa.String(255), type_=sa.String(100), existing_nullable=False)",
      "    batch_op.add_column(sa.Column('phone', sa.String(20), nullable=True))",
      "    batch_op.create_check_constraint('ck_account_balance', 'balance >= 0')",
    ],
    downgrade: [
      "with op.batch_alter_table('account') as batch_op:",
      "    batch_op.drop_constraint('ck_account_balance', type_='check')",
      "    batch_op.drop_column('phone')",
      "    batch_op.alter_column('email', existing_type=sa.String(100), type_=sa.String(255), existing_nullable=False)",
    ],
  },
  {
    id: 'd4',
    down: ['b2'],
    upgrade: [
      "with op.batch_alter_table('entry') as batch_op:",
      "    batch_op.alter_column('memo', new_column_name='note', existing_type=sa.Text())",
      "    batch_op.alter_column('order', existing_type=sa.Integer(), server_default='0')",
      "op.create_table('tag', sa.Column('name', sa.String(30), primary_key=True))",
    ],
    downgrade: [
      "op.drop_table('tag')",
      "with op.batch_alter_table('entry') as batch_op:",
      "    batch_op.alter_column('order', existing_type=sa.Integer(), server_default=None)",
      "    batch_op.alter_column('note', new_column_name='memo', existing_type=sa.Text())",
    ],
  },
  { id: 'e5', down: ['c3', 'd4'], upgrade: [], downgrade: [] },
];

/** Schema and rows as text, by the database's own words. */
export const sqliteSchema =
  "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL ORDER BY name";
export const postgresSchema = `
SELECT 'column', table_name, ordinal_position, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, udt_name, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, 0, conname, pg_get_constraintdef(oid), null, null, null, null, null, null
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename, 0, indexname, indexdef, null, null, null, null, null, null FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'enum', enumtypid::regtype::text, enumsortorder::int, enumlabel, null, null, null, null, null, null, null FROM pg_enum
UNION ALL
SELECT 'sequence', sequence_name, 0, data_type, null, null, null, null, null, null, null FROM information_schema.sequences
ORDER BY 1, 2, 3, 4`;
