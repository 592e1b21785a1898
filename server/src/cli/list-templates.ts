import type { Command } from './command.ts';

export const listTemplates: Command = {
  name: 'list_templates',
  help: 'List available templates.',
  positionals: [],
  options: [],
  run() {
    return {
      printed: [
        'Available templates:\n',
        'generic - Generic single-database configuration.',
        "\nTemplates are used via the 'init' command, e.g.:",
        '\n  retort init --template generic ./scripts',
      ],
      data: [{ name: 'generic', description: 'Generic single-database configuration.' }],
    };
  },
};
