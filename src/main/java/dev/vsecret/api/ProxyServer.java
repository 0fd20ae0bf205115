package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A proxy on the way to the API. It prints without its user name and password.
 *
 * @param scheme how to speak to it
 * @param host its name or address, without brackets
 * @param port 1 to 65535
 * @param login what it asks for, if the URL had it
 */
public record ProxyServer(Scheme scheme, String host, int port, Optional<Login> login) {
  /** How a proxy is spoken to. */
  public enum Scheme {
    /** HTTP's CONNECT. */
    HTTP,
    /** SOCKS 5 (RFC 1928), with names resolved on this machine. */
    SOCKS5,
    /** SOCKS 5, with names resolved by the proxy. */
    SOCKS5H
  }

  /** A user of the proxy. */
  public record Login(String user, SecretValue password) {}

  /** Where curl looks for any kind of proxy whose URL has no port. */
  private static final int DEFAULT_PORT = 1080;

  private static final int LARGEST_PORT = 65535;

  /** RFC 1929 counts the bytes of a user name or a password in one byte. */
  private static final int SOCKS_MAXIMUM = 255;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?"
              + "(?:(?<user>[^:/?#]*)(?<colon>:(?<password>[^/?#]*))?@)?"
              + "(?<host>\\[[^\\]@]*\\]|[^\\[\\]:@/?#]+)(?::(?<port>[0-9]{1,5}))?/?");

  /**
   * The proxy that {@code text} spells, as {@code source} (an option or a variable) has it: {@code
   * [SCHEME://][USER[:PASSWORD]@]HOST[:PORT]}, where no scheme means {@code http} and no port means
   * 1080, as for curl. User name and password are percent-encoded.
   *
   * @throws InvalidInputException if it is none, or of a kind that is not supported; the message
   *     names {@code source} and never repeats {@code text}, which may hold a password
   */
  public static ProxyServer parse(String source, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw malformed(source);
    }
    Scheme scheme = scheme(source, form.group("scheme"));
    String port = form.group("port");
    Optional<Login> login =
        form.group("user") == null
            ? Optional.empty()
            : Optional.of(
                new Login(
                    decode(source, form.group("user")),
                    SecretValue.of(
                        form.group("colon") == null
                            ? ""
                            : decode(source, form.group("password")))));
    ProxyServer proxy =
        new ProxyServer(
            scheme,
            host(source, form.group("host")),
            port == null ? DEFAULT_PORT : Integer.parseInt(port),
            login);
    if (proxy.port < 1 || proxy.port > LARGEST_PORT) {
      throw malformed(source);
    }
    login.ifPresent(found -> requireSendable(source, scheme, found));
    return proxy;
  }

  private static InvalidInputException malformed(String source) {
    return new InvalidInputException(
        source
            + " is not the URL of a proxy, such as http://proxy.example.com:3128. In a user name or"
            + " password, write %40 for @, %3A for :, %2F for / and %25 for %.");
  }

  private static Scheme scheme(String source, String name) {
    String scheme = name == null ? "http" : name.toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http" -> Scheme.HTTP;
      case "socks5" -> Scheme.SOCKS5;
      case "socks5h" -> Scheme.SOCKS5H;
      case "https" ->
          throw new InvalidInputException(
              source
                  + " names an https:// proxy, which vsecret cannot use; the connection to the API"
                  + " is encrypted through an http:// proxy, too.");
      default ->
          throw new InvalidInputException(
              source
                  + " names a kind of proxy that vsecret cannot use. It can use http://, socks5://"
                  + " (this machine resolves names) and socks5h:// (the proxy does).");
    };
  }

  private static String host(String source, String text) {
    try {
      return new HttpUrl.Builder().scheme("http").host(text).build().host();
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the text.
      throw malformed(source);
    }
  }

  private static String decode(String source, String text) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
      } else {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
        if (low < 0) {
          throw malformed(source);
        }
        decoded.write(high * 16 + low);
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(decoded.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(source);
    }
  }

  private static void requireSendable(String source, Scheme scheme, Login login) {
    String password = login.password().reveal();
    if ((login.user() + password).chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInputException(
          "The user name and password in " + source + " must not hold control characters.");
    }
    if (scheme == Scheme.HTTP && login.user().contains(":")) {
      // RFC 7617: the first colon ends the user name.
      throw new InvalidInputException(
          "The user name in " + source + " must not hold a colon: HTTP cannot send it.");
    }
    if (scheme != Scheme.HTTP && (isTooLong(login.user()) || isTooLong(password))) {
      throw new InvalidInputException(
          "The user name and the password in "
              + source
              + " may be at most 255 bytes long: SOCKS cannot send more.");
    }
  }

  private static boolean isTooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > SOCKS_MAXIMUM;
  }

  /** Host and port, as messages name it. */
  String hostAndPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return scheme.name().toLowerCase(Locale.ROOT) + "://" + hostAndPort();
  }
}
