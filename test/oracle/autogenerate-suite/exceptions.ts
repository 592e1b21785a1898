/** Tests that ask for something that has no answer here, by a part of their name, each with its reason. */
export const noAnswer: readonly (readonly [string, string])[] = [
  ['NoUqReflectionIndexTest', 'the test takes the reflection of unique constraints from the dialect'],
  ['NoUqReportsIndAsUqTest', 'the test has unique indexes reported as constraints'],
  [
    'AutogenCheckConstraintNoReflectionTest',
    'the test takes the reflection of CHECK constraints from the dialect',
  ],
  ['test_compare_check_constraint_is_', 'the test replaces compare_check_constraint of the dialect'],
  ['labels_were_truncated', 'the test changes the longest name of the dialect'],
  ['TruncatedIdxTest', 'the test changes the longest name of the dialect'],
  [
    'type_bound_remove',
    'restored from its dump, the database says the condition of the CHECK in other words',
  ],
  ['typedec', 'the test’s own load_dialect_impl() is not in the recording'],
  [
    'PGIndexAutogenerateTest::test_expression_indexes_',
    'the recording has no label and no type of a JSON element',
  ],
  ['test_imports_maintained', 'the test renders columns by a callable that gives None'],
];
