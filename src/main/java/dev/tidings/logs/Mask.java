package dev.tidings.logs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret: by its form, wherever it stands, and by its name,
 * such as {@code password=…}. It would rather mask too much. Takes time in proportion to the text,
 * whatever that is: the patterns begin with a word and never go back over what they took, and those
 * of the configuration are RE2's. Immutable.
 */
final class Mask {
  /** What stands in the place of a secret. */
  static final String MASKED = "***";

  /** A form of secret, and what becomes of it. */
  private record Form(Pattern pattern, String replacement) {
    Form(String regex, String replacement) {
      this(Pattern.compile(regex), replacement);
    }
  }

  private static final List<Form> FORMS =
      List.of(
          // Keys in PEM; the rest of the text, if its end is not there.
          new Form(
              "-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----[^-]*+"
                  // Those that are encrypted say how, with hyphens.
                  + "(?:-(?!----)[^-]*+){0,20}+(?:-----END [A-Z0-9 ]{1,40}-----)?",
              MASKED),
          // A line of base64 and nothing else: of a key, a certificate, a token.
          new Form("(?m)^(?=[0-9a-fA-F]*+[G-Zg-z+/])[A-Za-z0-9+/]{60,}+={0,2}$", MASKED),
          // Tokens (RFC 7519), cut off or whole: their first part begins with {".
          new Form("eyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){0,4}+", MASKED),
          // Credentials (RFC 9110, 11.4); words of prose have neither digits nor such signs, nor
          // capitals within.
          new Form(
              "(?i)\\b(Bearer|Basic|Negotiate|DPoP)[ \\t]{1,4}+"
                  + "(?=[A-Za-z]*+[0-9+/=_.~-]|(?-i:[A-Za-z]{0,99}?[a-z][A-Z]))[A-Za-z0-9._~+/=-]{6,}+",
              "$1 " + MASKED),
          // Elements that are called so, and signatures of addresses.
          new Form(
              "(?i)(<(?:[\\w-]{1,40}:)?[\\w-]{0,40}(?:password|passwd|secret|token)(?:\\s[^<>]{0,300})?>)[^<]++",
              "$1" + MASKED),
          new Form("(?i)([?&](?:sig|X-Amz-Signature)=)[^&\\s\"']++", "$1" + MASKED),
          // Passwords as Liberty's securityUtility writes them.
          new Form("(?i)\\{(xor|aes|aes-128|aes-256|hash)\\}[A-Za-z0-9+/=_:-]++", "{$1}" + MASKED),
          // The user information of an address (RFC 3986, 3.2.1).
          new Form("(://[^/\\s:@\"'<>]{0,100}+:)[^/\\s@\"'<>]{1,300}+@", "$1" + MASKED + "@"),
          // What cloud and code hosts and others hand out.
          new Form("\\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,}+", MASKED),
          new Form("\\b(?:gh[pousr]_|github_pat_|glpat-|npm_)[A-Za-z0-9_-]{16,}+", MASKED),
          new Form("\\bxox[abeoprs]-[A-Za-z0-9-]{8,}+", MASKED),
          new Form("\\bAIza[A-Za-z0-9_-]{30,}+", MASKED),
          new Form("\\b[srp]k_(?:live|test)_[A-Za-z0-9]{8,}+", MASKED),
          new Form("\\bsk-(?=[A-Za-z_-]{0,99}+[0-9])[A-Za-z0-9_-]{16,}+", MASKED));

  private final List<com.google.re2j.Pattern> extra;
  private final boolean everything;

  private Mask(List<com.google.re2j.Pattern> extra, boolean everything) {
    this.extra = List.copyOf(extra);
    this.everything = everything;
  }

  /**
   * @param extra what is masked besides what always is
   */
  static Mask with(List<com.google.re2j.Pattern> extra) {
    return new Mask(extra, false);
  }

  /** Masks all there is. */
  static Mask all() {
    return new Mask(List.of(), true);
  }

  /** The text without its secrets. */
  String text(String text) {
    if (everything) {
      return MASKED;
    }
    String masked = text;
    for (Form form : FORMS) {
      Matcher secret = form.pattern().matcher(masked);
      masked = secret.find() ? secret.replaceAll(form.replacement()) : masked;
    }
    masked = NamedSecrets.mask(masked);
    for (com.google.re2j.Pattern pattern : extra) {
      masked = pattern.matcher(masked).replaceAll(MASKED);
    }
    return masked;
  }

  /** What a member of this name says, without its secrets. */
  String value(String name, String value) {
    return NamedSecrets.isNameOfOne(name) && !NamedSecrets.isNothing(value) ? MASKED : text(value);
  }
}
