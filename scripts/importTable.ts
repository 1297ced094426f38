// Who may know whom: the table of the house, checked. Run by `npm run check`.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

interface Rule {
  /** Files the rule speaks of: a path prefix, or a pattern. */
  readonly files: RegExp
  /** Imports that must not appear there: project paths from the root, or package names. */
  readonly mayNotImport: RegExp
  readonly why: string
}

const rooms = ['smtp', 'inbox', 'vault', 'delivery', 'diagnostics', 'providers', 'faults']
const engine = 'electron/engine'

const rules: Rule[] = [
  {
    files: /^shared\/model\//,
    mayNotImport: /^(?!shared\/model\/|zod$)/,
    why: 'shared/model imports the schema library only',
  },
  {
    files: /^shared\//,
    mayNotImport: /^(?!shared\/|zod$|@orpc\/contract$)/,
    why: 'shared imports the schema and contract libraries only',
  },
  { files: /^renderer\//, mayNotImport: /^(electron(\/|$)|node:)/, why: 'renderer imports shared only' },
  {
    files: /^renderer\/(?!client\.ts)/,
    mayNotImport: /^@orpc\/(client|server)/,
    why: 'only renderer/client knows how the engine is reached',
  },
  { files: /^electron\/preload\.ts$/, mayNotImport: /^(?!electron$)/, why: 'preload imports Electron only' },
  {
    files: /^electron\/(?!main\.ts|preload\.ts|desktop\/)/,
    mayNotImport: /^electron$/,
    why: 'Electron is known to main, preload and desktop only',
  },
  { files: /^electron\//, mayNotImport: /^renderer\//, why: 'the engine and the hosts never import the UI' },
  ...rooms.map((room) => ({
    files: new RegExp(`^${engine}/${room}/`),
    mayNotImport: new RegExp(
      `^${engine}/((${rooms.filter((other) => other !== room).join('|')}|intake|api)/|assembly|thread)`,
    ),
    why: `${room} knows no other room: assembly hands over what it needs`,
  })),
  {
    files: new RegExp(`^${engine}/intake/`),
    mayNotImport: new RegExp(`^${engine}/(smtp/(?!backend|reply)|vault/|diagnostics/|providers/|api/|assembly|thread)`),
    why: 'intake knows inbox and delivery, and the words of the SMTP room',
  },
  {
    files: new RegExp(`^${engine}/(?!worker\\.ts)`),
    mayNotImport: new RegExp(`^${engine}/assembly`),
    why: 'only the engine thread imports assembly',
  },
  {
    files: new RegExp(`^${engine}/(?!assembly\\.ts|worker\\.ts|api/)`),
    mayNotImport: new RegExp(`^${engine}/api/`),
    why: 'no room imports api',
  },
  {
    files: new RegExp(`^(?!${engine}/database/|test/)`),
    mayNotImport: /^better-sqlite3$/,
    why: 'the database driver is known to database/ only',
  },
]

/** One outside library, one importing file. */
const oneImporter = ['postal-mime', 'nodemailer', 'dompurify', 'sirv', 'conf', 'electron-store', 'pdfmake']

const sources = globSync(['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx}'], { cwd: root })
const complaints: string[] = []
const importersOf = new Map<string, Set<string>>()

for (const file of sources.map((path) => path.replaceAll('\\', '/'))) {
  for (const specifier of importsOf(readFileSync(join(root, file), 'utf8'))) {
    const target = specifier.startsWith('.')
      ? relative(root, join(root, dirname(file), specifier)).replaceAll('\\', '/')
      : specifier
    for (const rule of rules) {
      if (rule.files.test(file) && rule.mayNotImport.test(target))
        complaints.push(`${file} imports ${target}: ${rule.why}`)
    }
    const library = oneImporter.find((name) => target === name || target.startsWith(`${name}/`))
    if (library) importersOf.set(library, (importersOf.get(library) ?? new Set()).add(file))
  }
}
for (const [library, files] of importersOf) {
  if (files.size > 1)
    complaints.push(`${library} is imported by ${[...files].join(', ')}: one library, one importing file`)
}

for (const complaint of complaints) console.error(complaint)
console.log(`import table: ${sources.length} files, ${complaints.length} broken rules`)
process.exit(complaints.length > 0 ? 1 : 0)

function importsOf(source: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g
  return [...source.matchAll(pattern)].map((match) => (match[1] ?? match[2]) as string)
}
