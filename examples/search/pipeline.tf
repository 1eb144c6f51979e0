variable "cluster" {
  type        = string
  description = "The cluster that the search service runs in"
}

resource "aws_codepipeline" "search" {
  name          = "search"
  role_arn      = "arn:aws:iam::999988887777:role/search-pipeline"
  pipeline_type = "V2"

  artifact_store {
    type     = "S3"
    location = "search-artifacts"
  }

  stage {
    name = "Source"

    action {
      name             = "Checkout"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["checkout"]

      configuration = {
        ConnectionArn    = "arn:aws:codeconnections:eu-central-1:999988887777:connection/0f1e2d3c-0000-4000-8000-000000000000"
        FullRepositoryId = "example-shop/search"
        BranchName       = "main"
      }
    }
  }

  stage {
    name = "Build"

    action {
      name             = "Image"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["checkout"]
      output_artifacts = ["image"]

      configuration = {
        ProjectName = aws_codebuild_project.image.name
      }
    }
  }

  stage {
    name = "Release"

    action {
      name            = "Service"
      category        = "Deploy"
      owner           = "AWS"
      provider        = "ECS"
      version         = "1"
      input_artifacts = ["image"]

      configuration = {
        ClusterName = var.cluster
        ServiceName = "search"
        FileName    = "imagedefinitions.json"
      }
    }
  }
}

resource "aws_codebuild_project" "image" {
  name         = "search-image"
  service_role = "arn:aws:iam::999988887777:role/search-build"

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type      = "CODEPIPELINE"
    buildspec = "buildspec.yml"
  }
}
