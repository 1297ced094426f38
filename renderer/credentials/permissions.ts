import type { Permission } from '../../shared/model/credential.ts'

/** What each permission lets a program do, in the order in which they are offered. */
export const permissionWords: readonly { permission: Permission; word: string; sentence: string }[] = [
  {
    permission: 'mail.send',
    word: 'Send mail',
    sentence: 'Log in over SMTP with the user name apikey, import messages',
  },
  {
    permission: 'messages.read',
    word: 'Read messages',
    sentence: 'List, search, open and wait for messages; mark them',
  },
  { permission: 'messages.delete', word: 'Delete messages', sentence: 'Delete messages and bring them back' },
  {
    permission: 'credentials.read',
    word: 'See credentials',
    sentence: 'List credentials and keys, never their secrets',
  },
  {
    permission: 'credentials.manage',
    word: 'Manage credentials',
    sentence: 'Make, change, rotate and delete them, within its own permissions',
  },
  { permission: 'relay.read', word: 'See the relay', sentence: 'Upstreams, routes and deliveries' },
  {
    permission: 'relay.manage',
    word: 'Manage the relay',
    sentence: 'The sandbox lock, production mode, upstreams and routes',
  },
  { permission: 'diagnostics.run', word: 'Run diagnostics', sentence: 'Probe SMTP servers from this machine' },
  { permission: 'settings.manage', word: 'Manage settings', sentence: 'Read and change settings, follow live changes' },
]
