import type { Context } from "../context.ts";
import { isExpired } from "../http/identity.ts";
import type { Member, Token, User } from "../store/people.ts";
import { userNamespace } from "./group.ts";

/** A user as others see them. @param origin this server's address, for links */
export function userEntity(user: User, origin: string) {
  return {
    id: user.id,
    username: user.username,
    public_email: null,
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: null,
    web_url: `${origin}/${user.username}`,
  };
}

/** A user as they themselves and administrators see them. */
export function ownUserEntity(user: User, origin: string) {
  return {
    ...userEntity(user, origin),
    created_at: user.created_at,
    bio: "",
    location: "",
    bot: user.bot,
    email: user.email,
    commit_email: user.email,
    confirmed_at: user.created_at,
    external: false,
    private_profile: false,
    projects_limit: 100_000,
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: false,
    identities: (user.identities ?? []).map((each) => ({ ...each, saml_provider_id: null })),
    namespace_id: userNamespace(user.id),
    ...(user.is_admin && { is_admin: true }),
  };
}

export function memberEntity(member: Member, user: User, origin: string) {
  return {
    ...userEntity(user, origin),
    access_level: member.access_level,
    created_at: member.created_at,
    expires_at: member.expires_at,
    membership_state: "active",
  };
}

/** A personal, project or group access token. Its secret is shown only when it was just created. */
export function accessTokenEntity(context: Context, token: Token, secret?: string) {
  return {
    id: token.id,
    name: token.name,
    description: token.description,
    revoked: token.revoked,
    created_at: token.created_at,
    scopes: token.scopes,
    user_id: token.user_id,
    last_used_at: token.last_used_at,
    active: !token.revoked && !isExpired(context, token),
    expires_at: token.expires_at,
    ...(token.kind === "personal" ? {} : { access_level: token.access_level }),
    ...(token.kind === "project" && { resource_type: "project", resource_id: token.project_id }),
    ...(token.kind === "group" && { resource_type: "group", resource_id: token.group_id }),
    ...(secret !== undefined && { token: secret }),
  };
}

export function deployTokenEntity(context: Context, token: Token, secret?: string) {
  return {
    id: token.id,
    name: token.name,
    username: token.username,
    expires_at: token.expires_at,
    scopes: token.scopes,
    revoked: token.revoked,
    expired: isExpired(context, token),
    ...(secret !== undefined && { token: secret }),
  };
}
