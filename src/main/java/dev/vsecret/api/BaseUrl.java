package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The base URL of the API: HTTPS, or plain HTTP to a loopback address. Equivalent URLs are equal
 * and print the same, without a trailing slash.
 */
public final class BaseUrl {
  private static final Pattern LOOPBACK_IPV4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

  /** Vonage's base URL as text: a constant, so that using it loads no client classes. */
  public static final String VONAGE_TEXT = "https://api.nexmo.com";

  /** Vonage's base URL: {@value #VONAGE_TEXT}. */
  public static final BaseUrl VONAGE = parse(VONAGE_TEXT);

  private final HttpUrl url;

  private BaseUrl(HttpUrl url) {
    this.url = url;
  }

  /**
   * Parses a base URL. Its path, if any, becomes the prefix of every endpoint's path.
   *
   * @throws InvalidInputException if it is not a URL, is not safe, or has parts that a base URL
   *     must not have; the message never repeats {@code text}, which may contain a password
   */
  public static BaseUrl parse(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      throw new InvalidInputException(
          "The base URL is invalid. It needs https:// and a host, such as"
              + " https://api.nexmo.com.");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new InvalidInputException(
          "The base URL must not contain a user name or password: vsecret signs each request.");
    }
    if (url.query() != null) {
      throw new InvalidInputException("The base URL must not have a query (the part after '?').");
    }
    if (url.fragment() != null) {
      throw new InvalidInputException(
          "The base URL must not have a fragment (the part after '#').");
    }
    if (!url.isHttps() && !isLoopback(url.host())) {
      throw new InvalidInputException(
          "The base URL must start with https://. Plain http would expose the secret to"
              + " the network, and is allowed only for localhost, 127.0.0.1 and [::1].");
    }
    return new BaseUrl(withoutTrailingSlashes(url));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || LOOPBACK_IPV4.matcher(host).matches();
  }

  private static HttpUrl withoutTrailingSlashes(HttpUrl url) {
    HttpUrl.Builder builder = url.newBuilder();
    int last = url.pathSize() - 1;
    while (last > 0 && url.pathSegments().get(last).isEmpty()) {
      builder.removePathSegment(last);
      last--;
    }
    return builder.build();
  }

  /** Returns the host, as shown in messages. */
  String host() {
    return url.host();
  }

  int port() {
    return url.port();
  }

  boolean isHttps() {
    return url.isHttps();
  }

  /**
   * Returns whether the server is on this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code
   * ::1}.
   */
  public boolean isLoopback() {
    return isLoopback(url.host());
  }

  /**
   * Returns the URL of an endpoint. Each segment is encoded, so that no account or id can lead to
   * another endpoint.
   *
   * @throws InvalidInputException if a segment is empty, {@code .} or {@code ..}: these change the
   *     path even when encoded
   */
  HttpUrl endpoint(String... segments) {
    HttpUrl.Builder builder = url.newBuilder();
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new InvalidInputException("'" + segment + "' is not a valid account or secret id.");
      }
      builder.addPathSegment(segment);
    }
    return builder.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseUrl that && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  @Override
  public String toString() {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
