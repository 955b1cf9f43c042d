export interface BranchCommit {
    /**
     * The author's address.
     */
    authorEmail: string;
    /**
     * Who wrote it.
     */
    authorName: string;
    /**
     * When it was written.
     */
    authoredDate: string;
    /**
     * When it was committed.
     */
    committedDate: string;
    /**
     * The committer's address.
     */
    committerEmail: string;
    /**
     * Who committed it.
     */
    committerName: string;
    /**
     * Its hash.
     */
    id: string;
    /**
     * Its message.
     */
    message: string;
    /**
     * The hashes of its parents.
     */
    parentIds: string[];
    /**
     * The beginning of its hash.
     */
    shortId: string;
    /**
     * The first line of its message.
     */
    title: string;
}
export interface BranchProtectionAllowedToMerge {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel: string;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription: string;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: number;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: number;
}
export interface BranchProtectionAllowedToPush {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel: string;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription: string;
    /**
     * A deploy key.
     */
    deployKeyId?: number;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: number;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: number;
}
export interface BranchProtectionAllowedToUnprotect {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel: string;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription: string;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: number;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: number;
}
export interface ProjectAccessTokenRotationConfiguration {
    /**
     * How many days each token lives.
     */
    expirationDays: number;
    /**
     * How many days before its end it is rotated.
     */
    rotateBeforeDays: number;
}
export interface ProjectContainerExpirationPolicy {
    /**
     * How often: 1d, 7d, 14d, 1month or 3month.
     */
    cadence: string;
    /**
     * Whether anything is cleaned up.
     */
    enabled: boolean;
    /**
     * How many tags of an image are kept.
     */
    keepN: number;
    /**
     * Which tags may go.
     */
    nameRegexDelete: string;
    /**
     * Which tags never go.
     */
    nameRegexKeep: string;
    /**
     * When the next clean-up is.
     */
    nextRunAt: string;
    /**
     * The age at which tags go, such as 90d.
     */
    olderThan: string;
}
export interface ProjectHookCustomHeader {
    /**
     * The name.
     */
    key: string;
    /**
     * The value.
     */
    value: string;
}
export interface ProjectHookUrlVariable {
    /**
     * The name.
     */
    key: string;
    /**
     * The value.
     */
    value: string;
}
export interface TagProtectionAllowedToCreate {
    /**
     * A role: no one, developer, maintainer or admin.
     */
    accessLevel: string;
    /**
     * GitLab's words for it.
     */
    accessLevelDescription: string;
    /**
     * A deploy key.
     */
    deployKeyId?: number;
    /**
     * A group; needs a paid GitLab.
     */
    groupId?: number;
    /**
     * A user; needs a paid GitLab.
     */
    userId?: number;
}
