package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Where the API is: HTTPS, except that plain HTTP may go to this machine's loopback addresses. Two
 * that mean the same are equal and print the same, without a slash at the end.
 */
public final class BaseUrl {
  private static final Pattern LOOPBACK_IPV4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

  /** Vonage's own, as text: a constant, for whoever needs no client. */
  public static final String VONAGE_TEXT = "https://api.nexmo.com";

  /** Vonage's own: {@value #VONAGE_TEXT}. */
  public static final BaseUrl VONAGE = parse(VONAGE_TEXT);

  private final HttpUrl url;

  private BaseUrl(HttpUrl url) {
    this.url = url;
  }

  /**
   * The base URL that {@code text} spells. A path in it is a prefix of every endpoint's.
   *
   * @throws InvalidInputException if it is no URL, is not safe, or has parts that a base URL cannot
   *     have; the message never repeats {@code text}, which may hold a password
   */
  public static BaseUrl parse(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      throw new InvalidInputException(
          "The base URL is not a URL such as https://api.nexmo.com: it needs https:// and a host.");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new InvalidInputException(
          "The base URL must not hold a user name or password: vsecret signs each request itself.");
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
          "The base URL must start with https://: plain http would show the secret to the network,"
              + " and is allowed only to localhost, 127.0.0.1 or [::1].");
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

  /** The host, as error messages name it. */
  String host() {
    return url.host();
  }

  int port() {
    return url.port();
  }

  boolean isHttps() {
    return url.isHttps();
  }

  /** Whether it is on this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code ::1}. */
  public boolean isLoopback() {
    return isLoopback(url.host());
  }

  /**
   * The URL of an endpoint below this one. Each segment is encoded, so that no account or id can
   * lead to another endpoint.
   *
   * @throws InvalidInputException if a segment is empty, {@code .} or {@code ..}: no encoding keeps
   *     those from changing the path
   */
  HttpUrl endpoint(String... segments) {
    HttpUrl.Builder builder = url.newBuilder();
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new InvalidInputException(
            "'" + segment + "' cannot be an account or the id of a secret.");
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
