import * as pulumi from "@pulumi/pulumi";
export interface BranchCommitArgs {
    /**
     * The author's address.
     */
    authorEmail?: pulumi.Input<string | undefined>;
    /**
     * Who wrote it.
     */
    authorName?: pulumi.Input<string | undefined>;
    /**
     * When it was written.
     */
    authoredDate?: pulumi.Input<string | undefined>;
    /**
     * When it was committed.
     */
    committedDate?: pulumi.Input<string | undefined>;
    /**
     * The committer's address.
     */
    committerEmail?: pulumi.Input<string | undefined>;
    /**
     * Who committed it.
     */
    committerName?: pulumi.Input<string | undefined>;
    /**
     * Its hash.
     */
    id?: pulumi.Input<string | undefined>;
    /**
     * Its message.
     */
    message?: pulumi.Input<string | undefined>;
    /**
     * The hashes of its parents.
     */
    parentIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * The beginning of its hash.
     */
    shortId?: pulumi.Input<string | undefined>;
    /**
     * The first line of its message.
     */
    title?: pulumi.Input<string | undefined>;
}
export interface BranchProtectionAllowedToMergeArgs {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription?: pulumi.Input<string | undefined>;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: pulumi.Input<number | undefined>;
}
export interface BranchProtectionAllowedToPushArgs {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription?: pulumi.Input<string | undefined>;
    /**
     * A deploy key.
     */
    deployKeyId?: pulumi.Input<number | undefined>;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: pulumi.Input<number | undefined>;
}
export interface BranchProtectionAllowedToUnprotectArgs {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription?: pulumi.Input<string | undefined>;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: pulumi.Input<number | undefined>;
}
export interface ProjectAccessTokenRotationConfigurationArgs {
    /**
     * How many days each token lives.
     */
    expirationDays: pulumi.Input<number>;
    /**
     * How many days before its end it is rotated.
     */
    rotateBeforeDays: pulumi.Input<number>;
}
export interface ProjectContainerExpirationPolicyArgs {
    /**
     * How often: 1d, 7d, 14d, 1month or 3month.
     */
    cadence?: pulumi.Input<string | undefined>;
    /**
     * Whether anything is cleaned up.
     */
    enabled?: pulumi.Input<boolean | undefined>;
    /**
     * How many tags of an image are kept.
     */
    keepN?: pulumi.Input<number | undefined>;
    /**
     * Which tags may go.
     */
    nameRegexDelete?: pulumi.Input<string | undefined>;
    /**
     * Which tags never go.
     */
    nameRegexKeep?: pulumi.Input<string | undefined>;
    /**
     * When the next clean-up is.
     */
    nextRunAt?: pulumi.Input<string | undefined>;
    /**
     * The age at which tags go, such as 90d.
     */
    olderThan?: pulumi.Input<string | undefined>;
}
export interface ProjectHookCustomHeaderArgs {
    /**
     * The name.
     */
    key: pulumi.Input<string>;
    /**
     * The value.
     */
    value: pulumi.Input<string>;
}
export interface ProjectHookUrlVariableArgs {
    /**
     * The name.
     */
    key: pulumi.Input<string>;
    /**
     * The value.
     */
    value: pulumi.Input<string>;
}
export interface TagProtectionAllowedToCreateArgs {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription?: pulumi.Input<string | undefined>;
    /**
     * A deploy key.
     */
    deployKeyId?: pulumi.Input<number | undefined>;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: pulumi.Input<number | undefined>;
}
