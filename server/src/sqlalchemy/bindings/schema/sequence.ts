import type { ClassValue } from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, nativeMethod, none } from '../../../python/eval/native.ts';
import { MetaDataBuilder, SequenceBuilder } from '../../orm/builders.ts';
import { Arguments, stringOf } from '../arguments.ts';
import { refuseForcedQuotes } from '../quoting.ts';
import { constant, expression } from '../sql/elements.ts';
import { typeOf } from '../types/type-engine.ts';
import { schemaItemClass } from './constraints.ts';
import { readIdentityOptions } from './identity-options.ts';

/** `Sequence("name", …)`. Mirrors `sqlalchemy.schema.Sequence`. */
export const sequenceClass: ClassValue = nativeClass({
  name: 'Sequence',
  module: 'sqlalchemy.sql.schema',
  bases: [schemaItemClass],
  members: {
    next_value: nativeMethod('next_value', (call) => {
      const self = call.args[0];
      const sequence = self?.kind === 'instance' ? self.payload : null;
      if (!(sequence instanceof SequenceBuilder)) return none;
      const { name, schema } = sequence;
      return expression(constant({ kind: 'next_value', sequence: name, schema }), call);
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('Sequence', call, [
        'name',
        'start',
        'increment',
        'minvalue',
        'maxvalue',
        'nominvalue',
        'nomaxvalue',
        'cycle',
        'schema',
        'cache',
        'order',
        'data_type',
        'optional',
        'quote',
        'metadata',
        'quote_schema',
        'for_update',
      ]);
      const options = readIdentityOptions(given);
      given.value('for_update');
      given.value('quote_schema');
      refuseForcedQuotes(given, 'quote', given.string('name') ?? null);
      const owner = given.value('metadata');
      const metadata =
        owner?.kind === 'instance' && owner.payload instanceof MetaDataBuilder ? owner.payload : null;
      const dataType = given.value('data_type');
      const sequence = new SequenceBuilder(
        given.string('name') ?? '',
        readSchema(given, metadata),
        options,
        dataType === undefined || dataType.kind === 'none'
          ? null
          : typeOf(call.interpreter, dataType, call.site),
        given.bool('optional') ?? false,
        call.site,
      );
      given.finish();
      metadata?.addSequence(sequence);
      return nativeInstance(cls, sequence, call.site);
    },
  },
});

/** `BLANK_SCHEMA` switches the MetaData's schema off. */
function readSchema(given: Arguments, metadata: MetaDataBuilder | null): string | null {
  const value = given.value('schema');
  if (value === undefined || value.kind === 'none') return metadata?.schema ?? null;
  if (value.kind === 'instance' && stringOf(value) === undefined) return null;
  return given.string('schema') ?? null;
}
