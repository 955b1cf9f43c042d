import * as pulumi from "@pulumi/pulumi";
/**
 * A file of a repository; each change is a commit.
 */
export declare class RepositoryFile extends pulumi.CustomResource {
    /**
     * Get an existing RepositoryFile resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: RepositoryFileState, opts?: pulumi.CustomResourceOptions): RepositoryFile;
    /**
     * Returns true if the given object is an instance of RepositoryFile.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is RepositoryFile;
    /**
     * The address of the commits' author.
     */
    readonly authorEmail: pulumi.Output<string | undefined>;
    /**
     * The name of the commits' author.
     */
    readonly authorName: pulumi.Output<string | undefined>;
    /**
     * The hash of the content.
     */
    readonly blobId: pulumi.Output<string>;
    /**
     * The branch that is committed to.
     */
    readonly branch: pulumi.Output<string>;
    /**
     * The newest commit of the branch.
     */
    readonly commitId: pulumi.Output<string>;
    /**
     * The message of every commit that has none of its own.
     */
    readonly commitMessage: pulumi.Output<string | undefined>;
    /**
     * The content, in base64 if that is the encoding.
     */
    readonly content: pulumi.Output<string>;
    /**
     * The SHA-256 of the content.
     */
    readonly contentSha256: pulumi.Output<string>;
    /**
     * The message of the commit that adds the file.
     */
    readonly createCommitMessage: pulumi.Output<string | undefined>;
    /**
     * The message of the commit that removes the file.
     */
    readonly deleteCommitMessage: pulumi.Output<string | undefined>;
    /**
     * How the content is given: text or base64.
     */
    readonly encoding: pulumi.Output<string>;
    /**
     * Whether the file is executable.
     */
    readonly executeFilemode: pulumi.Output<boolean | undefined>;
    /**
     * The last part of the path.
     */
    readonly fileName: pulumi.Output<string>;
    /**
     * The file's path within the repository, without a slash in front.
     */
    readonly filePath: pulumi.Output<string>;
    /**
     * The newest commit of the file.
     */
    readonly lastCommitId: pulumi.Output<string>;
    /**
     * Whether a file that is already there is overwritten.
     */
    readonly overwriteOnCreate: pulumi.Output<boolean | undefined>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * The branch that was read.
     */
    readonly ref: pulumi.Output<string>;
    /**
     * The size in bytes.
     */
    readonly size: pulumi.Output<number>;
    /**
     * Where the branch starts, if there is none yet.
     */
    readonly startBranch: pulumi.Output<string | undefined>;
    /**
     * The message of commits that change the file.
     */
    readonly updateCommitMessage: pulumi.Output<string | undefined>;
    /**
     * Create a RepositoryFile resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: RepositoryFileArgs, opts?: pulumi.CustomResourceOptions);
}
export interface RepositoryFileState {
    /**
     * The address of the commits' author.
     */
    authorEmail?: pulumi.Input<string | undefined>;
    /**
     * The name of the commits' author.
     */
    authorName?: pulumi.Input<string | undefined>;
    /**
     * The hash of the content.
     */
    blobId?: pulumi.Input<string | undefined>;
    /**
     * The branch that is committed to.
     */
    branch?: pulumi.Input<string | undefined>;
    /**
     * The newest commit of the branch.
     */
    commitId?: pulumi.Input<string | undefined>;
    /**
     * The message of every commit that has none of its own.
     */
    commitMessage?: pulumi.Input<string | undefined>;
    /**
     * The content, in base64 if that is the encoding.
     */
    content?: pulumi.Input<string | undefined>;
    /**
     * The SHA-256 of the content.
     */
    contentSha256?: pulumi.Input<string | undefined>;
    /**
     * The message of the commit that adds the file.
     */
    createCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * The message of the commit that removes the file.
     */
    deleteCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * How the content is given: text or base64.
     */
    encoding?: pulumi.Input<string | undefined>;
    /**
     * Whether the file is executable.
     */
    executeFilemode?: pulumi.Input<boolean | undefined>;
    /**
     * The last part of the path.
     */
    fileName?: pulumi.Input<string | undefined>;
    /**
     * The file's path within the repository, without a slash in front.
     */
    filePath?: pulumi.Input<string | undefined>;
    /**
     * The newest commit of the file.
     */
    lastCommitId?: pulumi.Input<string | undefined>;
    /**
     * Whether a file that is already there is overwritten.
     */
    overwriteOnCreate?: pulumi.Input<boolean | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * The branch that was read.
     */
    ref?: pulumi.Input<string | undefined>;
    /**
     * The size in bytes.
     */
    size?: pulumi.Input<number | undefined>;
    /**
     * Where the branch starts, if there is none yet.
     */
    startBranch?: pulumi.Input<string | undefined>;
    /**
     * The message of commits that change the file.
     */
    updateCommitMessage?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a RepositoryFile resource.
 */
export interface RepositoryFileArgs {
    /**
     * The address of the commits' author.
     */
    authorEmail?: pulumi.Input<string | undefined>;
    /**
     * The name of the commits' author.
     */
    authorName?: pulumi.Input<string | undefined>;
    /**
     * The branch that is committed to.
     */
    branch: pulumi.Input<string>;
    /**
     * The message of every commit that has none of its own.
     */
    commitMessage?: pulumi.Input<string | undefined>;
    /**
     * The content, in base64 if that is the encoding.
     */
    content: pulumi.Input<string>;
    /**
     * The message of the commit that adds the file.
     */
    createCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * The message of the commit that removes the file.
     */
    deleteCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * How the content is given: text or base64.
     */
    encoding: pulumi.Input<string>;
    /**
     * Whether the file is executable.
     */
    executeFilemode?: pulumi.Input<boolean | undefined>;
    /**
     * The file's path within the repository, without a slash in front.
     */
    filePath: pulumi.Input<string>;
    /**
     * Whether a file that is already there is overwritten.
     */
    overwriteOnCreate?: pulumi.Input<boolean | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * Where the branch starts, if there is none yet.
     */
    startBranch?: pulumi.Input<string | undefined>;
    /**
     * The message of commits that change the file.
     */
    updateCommitMessage?: pulumi.Input<string | undefined>;
}
