/* Each directive's name, written once. */
#ifndef DISCLOSURE_DIRECTIVES_H
#define DISCLOSURE_DIRECTIVES_H

#include "httpd/disclosure.h"

#define DIRECTIVE_SITE "<DisclosureSite"
#define DIRECTIVE_DATA "DisclosureData"
#define DIRECTIVE_TEMPLATE "DisclosureTemplate"
#define DIRECTIVE_CHAIN "DisclosureChain"
#define DIRECTIVE_DIGEST "DisclosureDigest"
#define DIRECTIVE_SITE_NAME "DisclosureSiteName"
#define DIRECTIVE_SITE_DOMAIN "DisclosureSiteDomain"
#define DIRECTIVE_SITE_ID_CODE "DisclosureSiteIDCode"
#define DIRECTIVE_COLUMN_NAME "DisclosureColumnName"
#define DIRECTIVE_COLUMN_DESCRIPTION "DisclosureColumnDescription"
#define DIRECTIVE_COLUMN_KEYWORDS "DisclosureColumnKeywords"
#define DIRECTIVE_BASE_URL "DisclosureBaseURL"
#define DIRECTIVE_INDEX_NUMBER "DisclosureIndexNumber"
#define DIRECTIVE_PUBLIC "DisclosurePublic"
#define DIRECTIVE_STAFF "DisclosureStaff"
#define DIRECTIVE_API "DisclosureAPI"
#define DIRECTIVE_REGION "DisclosureRegion"
#define DIRECTIVE_CSP "DisclosureContentSecurityPolicy"
#define DIRECTIVE_CACHE_SIZE "DisclosureCacheSize"
#define DIRECTIVE_QUICK_HANDLER "DisclosureQuickHandler"
#define DIRECTIVE_LEASE_TIMEOUT "DisclosureLeaseTimeout"
#define DIRECTIVE_FAILURES "DisclosureSignInFailures"
#define DIRECTIVE_LOCK "DisclosureSignInLock"
#define DIRECTIVE_PASSWORD_LENGTH "DisclosurePasswordLength"
#define DIRECTIVE_PASSWORD_CLASSES "DisclosurePasswordClasses"
#define DIRECTIVE_AUDIT_KEEP "DisclosureAuditKeep"
#define DIRECTIVE_SESSION_IDLE "DisclosureSessionIdle"
#define DIRECTIVE_SESSION_MAX "DisclosureSessionMax"
#define DIRECTIVE_OLD_ADDRESSES "DisclosureOldAddresses"
#define DIRECTIVE_ALLOW_ORIGIN "DisclosureAllowOrigin"
#define DIRECTIVE_FILES "DisclosureFiles"
#define DIRECTIVE_MAX_FILE "DisclosureMaxFile"
#define DIRECTIVE_MAX_BODY "DisclosureMaxBody"

extern const command_rec disclosure_directives[];

#endif
