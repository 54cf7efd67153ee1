from django.urls import include, path

urlpatterns = [path("", include("tandem.public_site.urls")), path("", include("tandem.workspace.urls"))]
