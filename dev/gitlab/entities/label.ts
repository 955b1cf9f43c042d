import type { Label } from "../store/settings.ts";

/** A label as an issue or a merge request shows it. */
export function basicLabel({ id, title, color, description }: Label) {
  return { id, name: title, description, description_html: description ?? "", text_color: "#FFFFFF", color };
}

export function labelEntity(label: Label, isProject: boolean) {
  return {
    ...basicLabel(label),
    archived: false,
    subscribed: false,
    priority: label.priority,
    is_project_label: isProject,
  };
}
