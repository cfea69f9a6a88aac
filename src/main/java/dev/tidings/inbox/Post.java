package dev.tidings.inbox;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.annotation.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Writes to users who have been away for a while: one email for all that they have missed, through
 * the mail session {@code mail/tidings} of the server. Without one there are no emails.
 *
 * <p>A thread of its own: a mail server may take its time, and nothing waits for it. A node that
 * dies between sending and writing it down sends a second time.
 */
@ApplicationScoped
class Post {
  private static final Logger LOG = Logger.getLogger(Post.class.getName());
  private static final String SESSION = "mail/tidings";
  private static final String NAME = "{user}";
  private static final String MILLIS = "10000";

  /** Well within what {@link MailRounds} looks ahead. */
  private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Inject MailRounds rounds;
  @Inject Presence presence;
  @Inject InboxConfig config;

  @Inject
  @Metric(
      name = "tidings_emails_sent",
      description = "Emails that the mail server has taken from this node.",
      absolute = true)
  Counter sent;

  @Inject
  @Metric(
      name = "tidings_emails_failed",
      description =
          "Times that the mail server did not take one; unless refused for good, it is tried again.",
      absolute = true)
  Counter failed;

  @Resource ManagedThreadFactory threads;

  /** What was found at the last look: a server that has none is not asked for each notification. */
  private record Found(@Nullable Session session, long at) {}

  private volatile @Nullable Found found;

  private volatile @Nullable Worker worker;
  private boolean failing;
  private long spared = System.nanoTime() - SPARE_NANOS;

  void start(@Observes Startup started) {
    worker = new Worker(threads, config::poll, this::work);
    worker.start();
  }

  void stop(@Observes Shutdown stopping) {
    if (worker != null) {
      worker.stop();
    }
  }

  /** Whether there is a mail server. */
  boolean available() {
    return session() != null;
  }

  /** Whether a user can be written to. */
  boolean canReach(String user) {
    return available() && !address(user).isEmpty();
  }

  /** The address of a user; empty where there is none. */
  String address(String user) {
    String pattern = config.mailAddress();
    String address = pattern.isEmpty() && user.contains("@") ? user : pattern.replace(NAME, user);
    try {
      InternetAddress parsed = new InternetAddress(address, true);
      parsed.validate();
      // A name such as "x <boss@elsewhere>" would make it another one.
      return address.equals(parsed.getAddress()) ? address : "";
    } catch (AddressException none) {
      return "";
    }
  }

  private @Nullable Session session() {
    Found known = found;
    if (known == null || System.nanoTime() - known.at() > LOOK_NANOS) {
      known = new Found(look(), System.nanoTime());
      found = known;
    }
    return known.session();
  }

  @SuppressWarnings("BanJNDI") // A name of ours, in the server's own directory of names.
  private static @Nullable Session look() {
    try {
      Session session = InitialContext.doLookup(SESSION);
      // By default a mail server that hangs is waited for without end.
      Properties properties = session.getProperties();
      for (String protocol : new String[] {"smtp", "smtps"}) {
        for (String bound : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
          properties.putIfAbsent("mail." + protocol + "." + bound, MILLIS);
        }
      }
      return session;
    } catch (NamingException notConfigured) {
      return null;
    }
  }

  /** Until nobody is due, or one could not be sent: then the others could not, either. */
  private void work() {
    if (!available()) {
      return;
    }
    try {
      Optional<Letter> letter = next();
      while (letter.isPresent() && send(letter.get()) && worker != null && !worker.stopped()) {
        letter = next();
      }
    } catch (RuntimeException failure) {
      complain(failure);
    }
  }

  private Optional<Letter> next() {
    if (System.nanoTime() - spared >= SPARE_NANOS) {
      rounds.spare(presence.here());
      spared = System.nanoTime();
    }
    return rounds.claim(presence::isHere, this::address);
  }

  /** Once for all that fails in a row. */
  private void complain(Exception failure) {
    if (!failing && !Thread.currentThread().isInterrupted()) {
      failing = true;
      LOG.log(Level.WARNING, "Emails cannot be sent; it is tried again: {0}", failure.toString());
    }
  }

  /** Whether it is done with: sent, or refused for good. */
  private boolean send(Letter letter) {
    Session session = session();
    if (session == null) {
      return false;
    }
    try {
      Transport.send(message(session, letter));
      failing = false;
      sent.inc();
    } catch (MessagingException failure) {
      failed.inc();
      if (!(failure instanceof SendFailedException refused && forGood(refused))) {
        complain(failure);
        rounds.putOff(letter);
        return false;
      }
      LOG.log(
          Level.WARNING,
          "The mail server does not take an email to {0}: {1}",
          new Object[] {letter.address(), failure.getMessage()});
    }
    rounds.done(letter);
    return true;
  }

  /** Whether it is the address; otherwise the server was busy, or does not know us yet. */
  private static boolean forGood(SendFailedException refused) {
    Address[] invalid = refused.getInvalidAddresses();
    return invalid != null && invalid.length > 0;
  }

  private MimeMessage message(Session session, Letter letter) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    String from = config.mailFrom();
    if (!from.isEmpty()) {
      message.setFrom(new InternetAddress(from));
    } else {
      message.setFrom();
    }
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.address()));
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    message.setText(letter.text(config.mailLink()), StandardCharsets.UTF_8.name());
    message.setHeader("Date", RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC)));
    // No answers of holiday notices, please (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }
}
