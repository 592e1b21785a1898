import type { SessionFacts } from '../../engine/dialect.ts';

export const sessions: SessionFacts = {
  server:
    "SELECT CONCAT('SQL Server ', CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))), SUSER_SNAME(), DB_NAME()",
  identity:
    "SELECT CONCAT(CONVERT(nvarchar(256), SERVERPROPERTY('ServerName')), ' ', DB_NAME(), ' ', DB_ID(), ' ', SCHEMA_NAME())",
  number: 'SELECT @@SPID',
  cancel: (number) => `KILL ${number}`,
  // Lock request time out period exceeded; chosen as the deadlock victim.
  lockCodes: new Set(['1222', '1205']),
};
