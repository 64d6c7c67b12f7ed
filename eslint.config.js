import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'web/dist', 'coverage', 'test/fixtures', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      // Nest's modules are classes with nothing in them but their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A function of type undefined may be returned: `return report(…)` leaves with it.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // The classes of requests and responses are shapes, with decorators for the documentation.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An index that the compiler cannot know is asked with `??`; it is then not unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `noUncheckedIndexedAccess` makes every index doubtful; where the line above has checked it, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A command is the body of its request: spreading it takes its fields, which is meant.
      '@typescript-eslint/no-misused-spread': 'off',
      // `find<D>()`: the caller says which document type it stored.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Documents are records with keys known at run time.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // `Promise.withResolvers<void>`: a resolver that carries nothing.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-params': ['error', 5],
    },
  },
  {
    files: ['src/**/*.ts', 'projections/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
          message:
            'A cast by way of unknown hides a mistake from the compiler. Narrow the type, or use asJson (src/basics/json.ts); else disable this rule in the line and say why.',
        },
      ],
    },
  },
  {
    // Decorated parameters need the class at run time, for Nest to inject it.
    files: ['src/**/*.{controller,module,guard}.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off', 'max-params': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A test knows what it asked for; bodies of responses have no type.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      'max-params': 'off',
    },
  },
  {
    files: ['web/**/*.tsx'],
    extends: [jsxA11y.flatConfigs.strict],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // On a phone the tables are shown as cards, and CSS takes a table's roles away with its display: they are said again.
      'jsx-a11y/no-redundant-roles': 'off',
      'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off',
      // A region that scrolls has to be reached by the keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['region', 'tabpanel'] }],
    },
  },
  {
    files: ['**/*.cjs', 'test/support/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { module: 'readonly', process: 'readonly', console: 'readonly', performance: 'readonly' },
    },
  },
);
