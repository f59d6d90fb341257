from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Check the signatures that papers had before signatures were checked."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    files = env["ir.attachment"].search(
        [("res_model", "=like", "social.%"), ("name", "=ilike", "%.sig")]
    )
    papers = {(file.res_model, file.res_id) for file in files if file.res_id}
    for model, paper_id in sorted(papers):
        if model in env and (paper := env[model].browse(paper_id).exists()):
            env["social.interagency.signature"]._check_files(paper)
