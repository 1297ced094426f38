import { doubleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const csharp: Snippet = {
  id: 'csharp',
  name: 'C# · MailKit',
  keywords: 'dotnet .net aspnet mimekit',
  language: 'csharp',
  use: 'dotnet new console, dotnet add package MailKit, paste into Program.cs, then: dotnet run',
  code: ({ host, port, login, security }) => `using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

var message = new MimeMessage();
message.From.Add(new MailboxAddress("My app", "app@example.test"));
message.To.Add(MailboxAddress.Parse("you@example.test"));
message.Subject = "Hello from MailKit";
message.Body = new TextPart("plain") { Text = "It works." };

using var client = new SmtpClient();
await client.ConnectAsync("${host}", ${port}, SecureSocketOptions.${
    security === 'tls' ? 'SslOnConnect' : security === 'starttls' ? 'StartTls' : 'None'
  });
${
  login ? `await client.AuthenticateAsync(${doubleQuoted(login.username)}, ${doubleQuoted(login.password)});\n` : ''
}await client.SendAsync(message);
await client.DisconnectAsync(true);
`,
}
