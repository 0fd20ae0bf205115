package dev.vsecret.api;

/** An endpoint's method and its successful reply. */
enum Operation {
  LIST("GET", 200, Operation.USUAL_BODY, "a list of secrets"),
  CREATE("POST", 201, Operation.USUAL_BODY, "a new secret"),
  REVOKE("DELETE", 204, Operation.USUAL_BODY, "a revocation"),
  /** One reply lists all subaccounts, and a primary account may have many thousands. */
  SUBACCOUNTS("GET", 200, 64 << 20, "a list of subaccounts");

  private static final int USUAL_BODY = 1 << 20;

  private final String method;
  private final int successStatus;
  private final int maximumBody;
  private final String result;

  Operation(String method, int successStatus, int maximumBody, String result) {
    this.method = method;
    this.successStatus = successStatus;
    this.maximumBody = maximumBody;
    this.result = result;
  }

  String method() {
    return method;
  }

  /** Returns the only status that means success. */
  int successStatus() {
    return successStatus;
  }

  /** Returns the maximum size of a reply's body in bytes, after decompression. */
  int maximumBody() {
    return maximumBody;
  }

  /** Returns a description of the successful reply. */
  String result() {
    return result;
  }

  /** Returns whether it changes nothing and may be sent again. */
  boolean isRead() {
    return method.equals("GET");
  }
}
