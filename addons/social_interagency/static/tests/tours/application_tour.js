import { registry } from "@web/core/registry";

function choose(name, text) {
    return [
        {
            content: `Look for ${text}`,
            trigger: `.o_field_widget[name=${name}] input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${text}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("social_interagency_application", {
    url: "/odoo/interagency-applications",
    steps: () => [
        {
            content: "Register an application",
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose("citizen_id", "Проверкин"),
        ...choose("procedure_id", "Tour procedure"),
        ...choose("service_ids", "Test service"),
        {
            content: "Take it into work",
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            content: "Draft every request in one click",
            trigger: "button[name=action_create_requests]",
            run: "click",
        },
        {
            content: "The officer is told what was drafted",
            trigger: ".o_notification",
        },
        {
            content: "Look at the requests, one per holder",
            trigger: "button[name=action_view_requests]:contains(2)",
            run: "click",
        },
        {
            content: "Open the request to the provider",
            trigger: ".o_data_row:contains(Центр) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Submit it to the head",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "It waits for approval",
            trigger: ".o_arrow_button_current[data-value=approval]",
        },
    ],
});
