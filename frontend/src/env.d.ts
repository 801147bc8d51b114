/// <reference types="vite/client" />

interface Window {
  /** Where the playground's editor asks for its workers. */
  MonacoEnvironment?: { getWorker(id: string, label: string): Worker };
}
