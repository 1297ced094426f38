import { singleQuoted } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

function protection(security: ServerAddress['security']): string {
  if (security === 'tls') return '$mail->SMTPSecure = PHPMailer::ENCRYPTION_SMTPS;'
  if (security === 'starttls') return '$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;'
  if (security === 'none') return '$mail->SMTPAutoTLS = false;'
  return '$mail->SMTPAutoTLS = false; // local only; trust the certificate in Settings to use STARTTLS'
}

export const php: Snippet = {
  id: 'php',
  name: 'PHP · PHPMailer',
  keywords: 'composer symfony',
  language: 'php',
  use: 'composer require phpmailer/phpmailer, save as send.php, then run: php send.php',
  // SMTPAutoTLS: PHPMailer would take the STARTTLS offer and refuse a certificate it does not know.
  code: ({ host, port, login, security }) => `<?php
require __DIR__ . '/vendor/autoload.php';

use PHPMailer\\PHPMailer\\PHPMailer;

$mail = new PHPMailer(true);
$mail->isSMTP();
$mail->Host = '${host}';
$mail->Port = ${port};
$mail->SMTPAuth = ${login ? 'true' : 'false'};
${
  login
    ? `$mail->Username = ${singleQuoted(login.username)};\n$mail->Password = ${singleQuoted(login.password)};\n`
    : ''
}${protection(security)}

$mail->setFrom('app@example.test', 'My app');
$mail->addAddress('you@example.test');
$mail->Subject = 'Hello from PHPMailer';
$mail->isHTML(true);
$mail->Body = '<p>It <strong>works</strong>.</p>';
$mail->AltBody = 'It works.';
$mail->send();
`,
}
