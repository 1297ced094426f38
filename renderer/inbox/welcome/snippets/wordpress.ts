import { singleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const wordpress: Snippet = {
  id: 'wordpress',
  name: 'WordPress',
  keywords: 'php mu-plugin wp_mail wp-config',
  language: 'php',
  use: 'Save as wp-content/mu-plugins/smtp.php: it works without being switched on',
  // wp_mail_from: WordPress on localhost would send from wordpress@localhost, which PHPMailer refuses.
  code: ({ host, port, login, security }) => `<?php
/* Plugin Name: Mail ${security ? 'through an SMTP server' : 'to Sandpost'} */

add_action('phpmailer_init', function ($mailer) {
    $mailer->isSMTP();
    $mailer->Host = '${host}';
    $mailer->Port = ${port};
    $mailer->SMTPAuth = ${login ? 'true' : 'false'};
${
  login
    ? `    $mailer->Username = ${singleQuoted(login.username)};\n    $mailer->Password = ${singleQuoted(login.password)};\n`
    : ''
}    $mailer->SMTPSecure = '${security === 'tls' ? 'ssl' : security === 'starttls' ? 'tls' : ''}';
    $mailer->SMTPAutoTLS = false;
});

add_filter('wp_mail_from', fn () => 'wordpress@example.test');
`,
}
