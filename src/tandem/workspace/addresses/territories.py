"""Governance of territories."""

from django.urls import URLPattern, path

from tandem.workspace.views.territories import agreements, candidacies, posts, territories

patterns: list[URLPattern] = [
    path("espace/territoires/", territories.index, name="territories"),
    path("espace/territoires/<slug:code>/", territories.territory, name="territory"),
    path("espace/territoires/<slug:code>/postes/nouveau/", posts.new, name="post_new"),
    path("espace/territoires/<slug:code>/actes/nouveau/", agreements.new, name="agreement_new"),
    path("espace/territoires/<slug:code>/exemplaires/", agreements.attach, name="copy_attach"),
    path("espace/postes/<int:pk>/recrutement/", posts.recruit, name="post_recruit"),
    path("espace/postes/<int:pk>/pourvoir/", posts.hold, name="post_hold"),
    path("espace/postes/<int:pk>/clore/", posts.close, name="post_close"),
    path("espace/postes/<int:pk>/comptes-rendus/nouveau/", posts.new_report, name="report_new"),
    path("espace/occupations/<int:pk>/depart/", posts.leave, name="post_leave"),
    path("espace/comptes-rendus/<int:pk>/", posts.report, name="report"),
    path("espace/comptes-rendus/<int:pk>/corriger/", posts.edit_report, name="report_edit"),
    path("espace/comptes-rendus/<int:pk>/deposer/", posts.submit_report, name="report_submit"),
    path("espace/comptes-rendus/<int:pk>/accepter/", posts.accept_report, name="report_accept"),
    path("espace/comptes-rendus/<int:pk>/rendre/", posts.return_report, name="report_return"),
    path("espace/actes/<int:pk>/", agreements.page, name="agreement"),
    path("espace/actes/<int:pk>/acte.pdf", agreements.as_file, {"form": "pdf"}, name="agreement_pdf"),
    path("espace/actes/<int:pk>/acte.docx", agreements.as_file, {"form": "docx"}, name="agreement_docx"),
    path("espace/actes/<int:pk>/texte/", agreements.edit, name="agreement_edit"),
    path("espace/actes/<int:pk>/parties/nouvelle/", agreements.new_party, name="party_new"),
    path("espace/actes/<int:pk>/arreter/", agreements.ready, name="agreement_ready"),
    path("espace/actes/<int:pk>/rouvrir/", agreements.reopen, name="agreement_reopen"),
    path("espace/actes/<int:pk>/signer/", agreements.sign, name="agreement_sign"),
    path("espace/parties/<int:pk>/", agreements.edit_party, name="party_edit"),
    path("espace/parties/<int:pk>/retirer/", agreements.remove_party, name="party_remove"),
    path("espace/exemplaires/<int:pk>/", agreements.copy, name="copy"),
    path("espace/candidatures/", candidacies.index, name="candidacies"),
    path("espace/candidatures/nouvelle/", candidacies.new, name="candidacy_new"),
    path("espace/candidatures/<int:pk>/", candidacies.page, name="candidacy"),
    path("espace/candidatures/<int:pk>/retirer/", candidacies.withdraw, name="candidacy_withdraw"),
]
