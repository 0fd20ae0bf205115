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
 * A proxy server. {@code toString} omits the user name and password.
 *
 * @param scheme its protocol
 * @param host its name or address, without brackets
 * @param port 1 to 65535
 * @param login the user name and password in its URL, if any
 */
public record ProxyServer(Scheme scheme, String host, int port, Optional<Login> login) {
  /** The protocols of proxies. */
  public enum Scheme {
    /** HTTP CONNECT. */
    HTTP,
    /** SOCKS 5 (RFC 1928), with names resolved on this machine. */
    SOCKS5,
    /** SOCKS 5, with names resolved by the proxy. */
    SOCKS5H
  }

  /** A user of the proxy. */
  public record Login(String user, SecretValue password) {}

  /** The port of a proxy whose URL has none, as in curl. */
  private static final int DEFAULT_PORT = 1080;

  private static final int LARGEST_PORT = 65535;

  /** RFC 1929 stores the length of a user name or password in one byte. */
  private static final int SOCKS_MAXIMUM = 255;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?"
              + "(?:(?<user>[^:/?#]*)(?<colon>:(?<password>[^/?#]*))?@)?"
              + "(?<host>\\[[^\\]@]*\\]|[^\\[\\]:@/?#]+)(?::(?<port>[0-9]{1,5}))?/?");

  /**
   * Parses {@code text}, the value of the option or variable {@code source}: {@code
   * [SCHEME://][USER[:PASSWORD]@]HOST[:PORT]}. The default scheme is {@code http} and the default
   * port 1080, as in curl. The user name and password are percent-encoded.
   *
   * @throws InvalidInputException if it is invalid or not supported; the message names {@code
   *     source} and never repeats {@code text}, which may contain a password
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
            + " must be the URL of a proxy, such as http://proxy.example.com:3128. In"
            + " a user name or password, write %40 for @, %3A for :, %2F for / and %25 for %.");
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
                  + ": vsecret does not support https:// proxies. Use an http:// proxy: the"
                  + " connection to the API is still encrypted.");
      default ->
          throw new InvalidInputException(
              source
                  + ": vsecret does not support this kind of proxy. Use http://, socks5:// (this"
                  + " machine resolves names) or socks5h:// (the proxy resolves them).");
    };
  }

  private static String host(String source, String text) {
    try {
      return new HttpUrl.Builder().scheme("http").host(text).build().host();
    } catch (IllegalArgumentException e) {
      // Drop the cause, which quotes the text.
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
          "The user name and password in " + source + " must not contain control characters.");
    }
    if (scheme == Scheme.HTTP && login.user().contains(":")) {
      // RFC 7617: the first colon ends the user name.
      throw new InvalidInputException(
          "The user name in " + source + " must not contain a colon: HTTP cannot send it.");
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

  /** Returns host and port, as shown in messages. */
  String hostAndPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return scheme.name().toLowerCase(Locale.ROOT) + "://" + hostAndPort();
  }
}
